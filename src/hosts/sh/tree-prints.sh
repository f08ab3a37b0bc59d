# shellcheck shell=sh
# shellcheck disable=SC2016  # scripts in single quotes expand on purpose later
# What lets a look know contents without reading them: `PRINT HASH` of files that runs of ours put in a tree, NUL after
# each. A print is what changes with every change of a file: the kernel alone sets ctime, so whoever writes a file and sets
# its time back does not get it back. It is taken before the hash, and only of a file that was last changed a while before:
# in the same tick of the clock, the next change would leave no trace.

TREES=/var/lib/fleetwright/trees # what runs put where, and its prints, by the tree's key
TREE_PRINT='%i:%s:%T@:%C@'      # for find -printf
TREE_TICK=0.05                  # seconds; the kernel's tick is 0.01 at most

# print_staged STAGE: of all that was sent. Only root can enter it, so the hashes that were sent, and checked, are those.
print_staged() {
  [ -s "$1/sums" ] || return 0
  (cd -- "$1/new" && xargs -0 sh -c 'format=$1 && shift && exec find -P "$@" -maxdepth 0 -printf "$format\0"' sh "$TREE_PRINT") <"$1/sums.paths" |
    { cut -z -c 1-32 -- "$1/sums" | paste -z -d ' ' /proc/self/fd/3 - >"$1/prints"; } 3<&0
  # One that find left out would give the others the hashes of their neighbours.
  [ "$(grep -z -c '^[0-9]' -- "$1/prints")" = "$(grep -z -c . -- "$1/sums")" ] || rm -f -- "$1/prints"
  sleep "$TREE_TICK"
}

# print_placed STAGE PATH KEY: of what came as part of a new directory the print still holds; what took its place by a rename
# was changed by that, and is read again. A file system that tells no parts of a second tells too little.
print_placed() {
  print_stamp=$(date +%s.%N)
  sleep "$TREE_TICK"
  print_file=$TREES/$3.prints
  [ -f "$print_file" ] || : >"$print_file"
  {
    [ ! -f "$1/prints" ] || cat -- "$1/prints"
    tree_walk "$2" "$print_stamp" "$TREE_PRINT" lenient <"$1/renamed" | tr '\n' '\0'
  } | grep -z -v '\.0* ' | sort -z -u -- "$print_file" - | print_live "$2" "$3" >"$print_file.new" && mv -f -- "$print_file.new" "$print_file"
}

# print_live PATH KEY: now and then, the prints of what is gone are left out.
print_live() {
  print_most=$(($(tr -dc '\0' <"$TREES/$2" | wc -c) * 2 + 1000))
  if [ "$(tr -dc '\0' <"$print_file" | wc -c)" -le "$print_most" ]; then
    cat
  else
    { (cd -P -- "$1" && find -P . -xdev -type f -printf "$TREE_PRINT\0") | sort -z -u | join -z -t ' ' -- /proc/self/fd/3 -; } 3<&0
  fi
}
