# shellcheck shell=sh
# shellcheck disable=SC2016  # scripts in single quotes expand on purpose later
# Holds a tree against what it is to be, and tells only what differs. Both are a line for each entry, NUL after it, in the
# order of their bytes: `PATH//f MODE OWNER SIZE SHA256` (the first half of the hash), `PATH//d MODE OWNER`, and
# `PATH//l OWNER TARGET`, where OWNER is `@` for the one that is wanted; no path of find's has a double slash in it.
#
# The difference is a line of text for each entry that differs: those of what is there begin with a tab, and `%0A` and `%25`
# stand for a newline and a `%` in a name.
#
# Both end with `~`, so that one that was cut does not pass for a shorter one.
#
# Contents of a file that a run of ours put here are known by tree-prints.sh as long as its inode has not changed. The line of
# any other has no hash, and so is none of those that are wanted, until it is read: which is done where all else is as wanted.

tree_wanted() {
  printf %s "$tree_list" | base64 -d | gzip -dc && printf '~\0'
}

# tree_both HOW ONE OTHER: comm(1) of what two functions print. A pipe is opened anew by name, which a socket cannot be.
tree_both() {
  "$2" | { "$3" | comm -z "$1" --nocheck-order /proc/self/fd/3 -; } 3<&0
}

tree_there() {
  if [ -n "$tree_owner" ]; then
    set -- -user "${tree_owner%:*}" -group "${tree_owner#*:}"
  else
    set -- -true
  fi
  {
    tree_leaves "$@" | sort -z | tree_known | cut -z -d ' ' -f 2-
    tree_directories "$@" | sed -z "s/^$(stat -c %d .) //"
  } | sort -z && printf '~\0'
}

# tree_leaves TEST…: files after the print of their inode, all else after `-`.
tree_leaves() {
  tree_find -type f '(' '(' "$@" -printf "$TREE_PRINT %p//f %m @ %s\0" ')' -o -printf "$TREE_PRINT %p//f %m %U:%G %s\0" ')' -o \
    -type l '(' '(' "$@" -printf '- %p//l @ %l\0' ')' -o -printf '- %p//l %U:%G %l\0' ')' -o ! -type d -printf '- %p//%y\0'
}

# tree_directories TEST…: after the device that each is on. A set-group-id bit is no matter.
tree_directories() {
  tree_find -type d '(' '(' "$@" -printf '%D %p//d %m @\0' ')' -o -printf '%D %p//d %m %U:%G\0' ')' |
    sed -z 's|//d [0-7]*\([1-7][0-7][0-7]\) |//d \1 |'
}

# Lines that begin with a print → the same with the hash that it stands for behind them, where one is known.
tree_known() {
  if [ -f "$TREES/$tree_key.prints" ]; then
    join -z -t ' ' -a 1 -- - "$TREES/$tree_key.prints"
  else
    cat
  fi
}

tree_lines() {
  sed -z -e 's/%/%25/g' -e 's/\n/%0A/g' | tr '\0' '\n'
}

tree_records() {
  tr '\n' '\0' | sed -z -e 's/%0A/\n/g' -e 's/%25/%/g'
}

# The difference is held in memory: a look writes no file. Where a program fails, nothing is told.
tree_compared() {
  tree_diff=$({ tree_both -3 tree_wanted tree_there && printf '=\0'; } | tree_lines)
  case $NEWLINE$tree_diff in *"$NEWLINE~"* | *"$NEWLINE$TAB~"* | *[!=]) return ;; esac
  tree_diff=${tree_diff%=}
  tree_read=
  case $tree_diff in
  *"$TAB"*) tree_read=$(tree_differs read | tree_records | xargs -0 -r sha256sum -z -- 2>/dev/null | tree_lines) ;;
  esac
  tree_diff=$(tree_differs rest)
  if tree_is_same; then
    section "tree:$tree_key:same"
    printf 'same\n'
    return
  fi
  section "tree:$tree_key:placed"
  tree_both -12 tree_placed tree_further
  section "tree:$tree_key:list"
  { printf '.\n' && tree_told '[wt]'; } | sort -u | tree_records | xargs -0 -r sh -c '
    format=$1
    shift
    for path; do [ -e "$path" ] || [ -L "$path" ] || printf "%s\0\0" "- $path"; done
    exec find -P "$@" -maxdepth 0 -printf "$format" 2>/dev/null
  ' sh "$TREE_RECORD"
  section "tree:$tree_key:hashes"
  printf %s "${tree_read:+$tree_read$NEWLINE}" | tree_records
  section "tree:$tree_key:texts"
  tree_told x | head -n 64 | tree_records | tree_texts
}

# Nothing wanted differs, and of what is there besides nothing is ours to delete.
tree_is_same() {
  [ -n "$tree_diff" ] || return 0
  case "$NEWLINE$tree_diff" in *"${NEWLINE}w "*) return 1 ;; esac
  [ "$tree_whole" = no ] && [ -z "$(tree_both -12 tree_placed tree_further | head -z -n 1 | tr -d '\0')" ]
}

TAB='	'

# tree_differs WHAT: of the difference and what has been read since,
#   read  the paths of files to read: those of the size that is wanted
#   rest  what is not as wanted: `w PATH` of what is wanted, `t PATH` of what is there, `x PATH` of small files that have other contents
tree_differs() {
  printf '%s\n%s\n' "$tree_read" "$tree_diff" | awk -v what="$1" "$TREE_DIFFERS"
}

TREE_DIFFERS='
NF == 0 { next }
/^[0-9a-f]+  \./ {
  read[substr($0, length($1) + 3)] = substr($1, 1, 32)
  next
}
{
  line = $0
  side = sub(/^\t/, "", line) ? "t" : "w"
  at = index(line, "//")
  path = substr(line, 1, at - 1)
  sub(/^[^.]*/, "", path)
  paths[path] = all[side, path] = 1
  split(substr(line, at + 2), word, " ")
  if (word[1] != "f") next
  file[side, path] = 1
  rights[side, path] = word[2] " " word[3]
  size[side, path] = word[4]
  hashes[side, path] = word[5]
}
END {
  for (path in paths) {
    both = (("w", path) in file) && (("t", path) in file)
    alike = both && size["w", path] == size["t", path]
    if (what == "read") {
      if (alike) print path
      continue
    }
    known = (path in read) ? read[path] : hashes["t", path]
    same = alike && known == hashes["w", path]
    if (same && rights["w", path] == rights["t", path]) continue
    if (("w", path) in all) print "w " path
    if (("t", path) in all) print "t " path
    if (both && !same && size["t", path] <= 32768) print "x " path
  }
}
'

# tree_told LETTER: the paths that are told so, in the order of their bytes.
tree_told() {
  printf '%s\n' "$tree_diff" | sed -n "s/^$1 //p" | sort
}

# What is there and is none of what is wanted, or not as it is wanted: without `./`, as in the list of what was placed.
tree_further() {
  tree_told t | tree_records | sed -z 's|^\./||' | sort -z
}

# Of files on standard input: `TYPE SIZE PATH` of each, NUL after it, a NUL, their bytes, and the first again. Where that is
# another by then, the bytes are none of these.
tree_texts() {
  xargs -0 -r sh -c '
    told() { find -P "$@" -maxdepth 0 -printf "%y %s %C@ %p\0" 2>/dev/null; }
    told "$@"
    printf "\0"
    cat -- "$@" 2>/dev/null
    told "$@"
  ' sh
}
