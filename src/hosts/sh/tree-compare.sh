# shellcheck shell=sh
# shellcheck disable=SC2016  # scripts in single quotes expand on purpose later
# Holds a tree against what it is to be, and tells only what differs. Both are a line for each entry, NUL after it, in the
# order of their bytes: `SHA256 f MODE OWNER SIZE PATH` (the first half of the hash), `d MODE OWNER PATH`, and
# `l OWNER PATH//TARGET`, where OWNER is `@` for the one that is wanted; no path of find's has a double slash in it.
#
# Contents of a file that a run of ours put here are known by tree-prints.sh as long as its inode has not changed. The line of
# any other has no hash, and so is none of those that are wanted, until it is read: which is done where all else is as wanted.

tree_wanted() {
  printf %s "$tree_list" | base64 -d | gzip -dc
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
  } | sort -z
}

# tree_leaves TEST…: files after the print of their inode, all else after `-`.
tree_leaves() {
  tree_find -type f '(' '(' "$@" -printf "$TREE_PRINT f %m @ %s %p\0" ')' -o -printf "$TREE_PRINT f %m %U:%G %s %p\0" ')' -o \
    -type l '(' '(' "$@" -printf '- l @ %p//%l\0' ')' -o -printf '- l %U:%G %p//%l\0' ')' -o ! -type d -printf '- %y %p\0'
}

# tree_directories TEST…: after the device that each is on. A set-group-id bit is no matter.
tree_directories() {
  tree_find -type d '(' '(' "$@" -printf '%D %m @ %p\0' ')' -o -printf '%D %m %U:%G %p\0' ')' |
    sed -z -e 's/^\([0-9]*\) [0-7]*\([1-7][0-7][0-7]\) /\1 d \2 /;t' -e 's/^\([0-9]*\) /\1 d /'
}

# Lines that begin with a print → the same with the hash that it stands for, where one is known.
tree_known() {
  if [ -f "$TREES/$tree_key.prints" ]; then
    join -z -t ' ' -a 2 -- "$TREES/$tree_key.prints" -
  else
    cat
  fi
}

# The difference is held in memory: a look writes no file.
tree_compared() {
  tree_diff=$(tree_both -3 tree_wanted tree_there | sort -z | base64 -w 0)
  tree_maybe=$(tree_both -12 tree_wanted_unread tree_unread | base64 -w 0)
  if [ -n "$tree_maybe" ]; then
    tree_alike=$(tree_both -12 tree_differs_wanted tree_read | base64 -w 0)
    tree_diff=$(tree_both -23 tree_differs tree_settled | base64 -w 0)
  fi
  if tree_is_same; then
    section "tree:$tree_key:same"
    printf 'same\n'
    return
  fi
  section "tree:$tree_key:placed"
  tree_both -12 tree_placed tree_further
  section "tree:$tree_key:list"
  { printf '.\0' && tree_differs | tree_paths; } | sort -z -u | xargs -0 -r sh -c '
    format=$1
    shift
    for path; do [ -e "$path" ] || [ -L "$path" ] || printf "%s\0\0" "- $path"; done
    exec find -P "$@" -maxdepth 0 -printf "$format" 2>/dev/null
  ' sh "$TREE_RECORD"
  tree_hashed=$(tree_both -12 tree_sizes_wanted tree_sizes_there | cut -z -d ' ' -f 2- | xargs -0 -r sha256sum -z -- | base64 -w 0)
  section "tree:$tree_key:hashes"
  tree_hashes
  section "tree:$tree_key:texts"
  tree_both -23 tree_texts_changed tree_as_wanted | head -z -n 64 | tree_texts
}

# Nothing wanted differs, and of what is there besides nothing is ours to delete.
tree_is_same() {
  [ -n "$tree_diff" ] || return 0
  [ "$tree_whole" = no ] && [ -z "$(tree_differs | sed -z -n "/^$TAB/!{p;q}" | tr -d '\0')" ] &&
    [ -z "$(tree_both -12 tree_placed tree_further | head -z -n 1 | tr -d '\0')" ]
}

TAB='	'

tree_differs() {
  printf %s "$tree_diff" | base64 -d
}

# Files of which only the contents may differ, without their hashes.
tree_wanted_unread() {
  tree_differs | grep -z '^[0-9a-f]* f ' | cut -z -d ' ' -f 2- | sort -z
}

tree_unread() {
  tree_differs | grep -z "^${TAB}f " | cut -z -c 2-
}

# The lines, wanted and there, of those whose contents are as wanted.
tree_settled() {
  {
    printf %s "$tree_alike" | base64 -d
    printf %s "$tree_alike" | base64 -d | cut -z -d ' ' -f 2- | paste -z /dev/null -
  } | sort -z
}

tree_differs_wanted() {
  tree_differs | grep -z -v "^$TAB"
}

tree_read() {
  tree_candidates | cut -z -d ' ' -f 5- | xargs -0 sha256sum -z -- 2>/dev/null | cut -z -c 1-32 | {
    tree_candidates | paste -z -d ' ' /proc/self/fd/3 -
  } 3<&0 | sort -z
}

tree_candidates() {
  printf %s "$tree_maybe" | base64 -d
}

# Lines → paths: what stands before one has no dot in it.
tree_paths() {
  sed -z -e 's/^[^.]*//' -e 's|//.*||'
}

# What is there and is none of what is wanted, or not as it is wanted: without `./`, as in the list of what was placed.
tree_further() {
  tree_differs | sed -z "/^$TAB/!d" | tree_paths | sed -z 's|^\./||' | sort -z
}

# Files that differ: `SIZE PATH`. Where both are the same, the contents may be.
tree_sizes_wanted() {
  tree_differs | sed -z -n 's/^[0-9a-f]\{32\} f [^ ]* [^ ]* //p' | sort -z
}

tree_sizes_there() {
  tree_differs | sed -z -n "s/^$TAB"'\([0-9a-f]\{32\} \)\{0,1\}f [^ ]* [^ ]* //p' | sort -z
}

tree_hashes() {
  printf %s "$tree_hashed" | base64 -d
}

# Files whose contents turned out to be the wanted.
tree_as_wanted() {
  tree_both -12 tree_hashes_there tree_hashes_wanted | cut -z -d ' ' -f 2- | sort -z
}

tree_hashes_there() {
  tree_hashes | cut -z -c 1-32,66- | sort -z
}

tree_hashes_wanted() {
  tree_differs | sed -z -n 's/^\([0-9a-f]\{32\}\) f [^ ]* [^ ]* [^ ]* /\1 /p' | sort -z
}

# Small files that are there in another way than they are wanted.
tree_texts_changed() {
  tree_both -12 tree_files_wanted tree_small
}

tree_files_wanted() {
  tree_sizes_wanted | cut -z -d ' ' -f 2- | sort -z
}

tree_small() {
  tree_sizes_there | sed -z -n 's/^\([0-9]\{1,4\}\|[12][0-9]\{4\}\|3[0-2][0-9]\{3\}\) //p' | sort -z
}

# Of files on standard input, `SIZE PATH`, NUL, and that many bytes.
tree_texts() {
  xargs -0 -r sh -c '
    for file; do
      size=$(stat -c %s -- "$file") || continue
      [ "$size" -le 32768 ] || continue
      printf "%s %s\0" "$size" "$file"
      head -c "$size" -- "$file"
    done
  ' sh
}
