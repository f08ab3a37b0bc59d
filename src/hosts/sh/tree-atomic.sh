# shellcheck shell=sh
# A tree that changes all at once. What it is to be is made beside it of hard links, its twin, and takes its place by one
# exchange: whoever looks has the whole old tree or the whole new one.

# swap_tree STAGE PATH
swap_tree() {
  swap_mount=$(tree_mounts "$2")
  if [ -n "$swap_mount" ]; then
    echo "$swap_mount is a mount point, and cannot be exchanged"
    return 1
  fi
  tree_twin "$2" "$1" && tree_walk "$1/twin" "$1/new" - strict <"$1/fore" && sync -f -- "$1" &&
    tree_exchange "$1/twin" "$2" && catch_up_tree "$1" "$2"
}

# tree_mounts PATH: the first mount point below it (proc(5), mountinfo: blanks and the like are octal there).
tree_mounts() {
  cut -d ' ' -f 5 /proc/self/mountinfo | sed 's/\\\([0-7]\{3\}\)/\\0\1/g' | while IFS= read -r mount_point; do
    mount_point=$(printf %b "$mount_point")
    case $mount_point in "$1"/*) printf '%s\n' "$mount_point" && break ;; esac
  done
}

# tree_twin PATH STAGE: all that lies at PATH, whosever it is, as STAGE/twin; STAGE/seen says what that was.
tree_twin() {
  mkdir -m 0700 -- "$2/twin" && stat -c %i -- "$1" >"$2/inode" && tree_leaves "$1" >"$2/there" &&
    tree_below "$1" -type d -printf 'n%P\0' | tree_walk "$2/twin" - - strict &&
    sed -z 's|^.*// [0-9]* |l|' "$2/there" | tree_walk "$1" - "$2/twin" lenient &&
    tree_linked "$1" "$2" &&
    { tree_below "$1" -type d -printf 'm%m %u:%g %P\0' && tree_own_rights "$1"; } | tree_walk "$2/twin" - - lenient
}

# tree_linked PATH STAGE: what has no link in the twin has to be gone.
tree_linked() {
  tree_leaves "$2/twin" >"$2/seen" && comm -z -23 -- "$2/there" "$2/seen" >"$2/missing" || return 1
  [ -s "$2/missing" ] || return 0
  linked_not=$(tree_leaves "$1" | comm -z -12 - "$2/missing" | leaf_paths | head -z -n 1 | tr -d '\0')
  [ -z "$linked_not" ] || {
    echo "$linked_not cannot have a second link"
    return 1
  }
}

tree_own_rights() (
  cd -P -- "$1" && find -P . -maxdepth 0 -printf 'm%m %u:%g .\0'
)

# tree_below ROOT ARGUMENT…: find, in all that is below a directory which no link has led to.
tree_below() (
  below_root=$1
  shift
  cd -P -- "$below_root" && [ "$PWD" = "$below_root" ] && find -P . -mindepth 1 "$@"
)

# tree_leaves ROOT: `DIRECTORY// INODE PATH` of all but directories, what is in one directory together.
tree_leaves() {
  tree_below "$1" ! -type d -printf '%h// %i %P\0' | sort -z
}

# catch_up_tree STAGE PATH: what others did in the old tree while its twin was made is done in the new one: what they
# made or replaced comes, what they removed goes; unless they have already made it anew. What the plan changes stays so.
catch_up_tree() {
  rm -rf -- "$1/late" && tree_leaves "$1/twin" >"$1/now" && tree_leaves "$2" >"$1/new.now" &&
    sed -z -n 's/^[px]//p' "$1/fore" | sort -z >"$1/ours" && comm -z -13 -- "$1/seen" "$1/new.now" | leaf_paths >"$1/fresh" &&
    comm -z -13 -- "$1/seen" "$1/now" | late_paths "$1" | sed -z 's/^/l/' >"$1/late.in" &&
    leaf_paths <"$1/now" >"$1/now.paths" &&
    comm -z -23 -- "$1/seen" "$1/now" | late_paths "$1" | comm -z -23 - "$1/now.paths" | sed -z 's/^/x/' >"$1/late.out" || return 1
  [ ! -s "$1/late.in" ] || tree_latecomers "$1" "$2" || return 1
  tree_walk "$2" - - lenient <"$1/late.out" && : >"$1/caught-up"
}

# leaf_paths <LEAVES
leaf_paths() {
  sed -z 's|^.*// [0-9]* ||' | sort -z
}

# late_paths STAGE <LEAVES: paths that are neither the plan's nor made anew.
late_paths() {
  leaf_paths | comm -z -23 - "$1/ours" | comm -z -23 - "$1/fresh"
}

# tree_latecomers STAGE PATH: with the directories that they are in, and their rights.
tree_latecomers() {
  tree_walk "$1/twin" - "$1/late" lenient <"$1/late.in" &&
    tree_below "$1/twin" -type d -printf 'n%P\0' | tree_walk "$2" - - lenient &&
    tree_below "$1/twin" -type d -printf 'm%m %u:%g %P\0' | tree_walk "$2" - - lenient &&
    sed -z 's/^l/p/' "$1/late.in" | tree_walk "$2" "$1/late" - lenient &&
    sed -z -n '/^[dm]/p' "$1/fore" | tree_walk "$2" - - lenient
}

# finish_swap STAGE PATH: the same for a run that was killed right after the exchange.
finish_swap() {
  if [ ! -f "$1/seen" ] || [ -f "$1/caught-up" ] || [ "$(stat -c %i -- "$2")" = "$(cat -- "$1/inode")" ]; then return; fi
  catch_up_tree "$1" "$2"
}
