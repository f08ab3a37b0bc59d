# shellcheck shell=sh
# Trees of a run. What is put was sent before (tree-stage.sh), and lies beside the tree, on its file system. What it replaces
# is kept first, by hard links where that can be; then each entry takes its place whole, by a rename.

# guard_tree STAGE PATH PARENTS: is the tree still what the plan saw, and was all of it sent?
guard_tree() {
  if [ ! -f "$1/whole" ]; then
    guard_what="what was sent for $2 is gone"
  elif [ "$(tree_parents "$2")" != "$3" ]; then
    guard_what="the way to $2"
  elif [ -L "$2" ] || ! tree_as_was "$1" "$2" '.'; then
    guard_what="$2, in what the plan changes"
  else
    return 0
  fi
  say moved "$guard_what"
  return 1
}

# tree_as_was LISTS PATH KINDS: what the plan changes is as it was, and of what it adds nothing of these kinds is there.
tree_as_was() {
  tree_at "$2" <"$1/guard.paths" | cmp -s -- "$1/guard.was" - &&
    ! tree_at "$2" <"$1/absent" | tr '\0' '\n' | grep -q "^$3 "
}

# save_tree STAGE PATH KEY
save_tree() {
  save_to=$DIR/saved/trees/$3
  if printf '%s\n' "$1" >>"$DIR/trees" && save_error=$(
    {
      mkdir -p -- "$save_to/files" && tree_walk "$2" - "$save_to/files" strict <"$1/save" &&
        { [ ! -f "$TREES/$3" ] || cp -a -- "$TREES/$3" "$save_to/placed"; } &&
        (cd -- "$1" && save_lists "$save_to" guard.paths guard.was absent back root unroot)
    } 2>&1
  ); then return; fi
  say refused "cannot keep what would be replaced: $(printf '%s' "$save_error" | head -n 1)"
  return 1
}

# save_lists DIRECTORY NAME…: those that are here.
save_lists() {
  save_into=$1
  shift
  for save_list; do
    shift
    [ ! -f "$save_list" ] || set -- "$@" "$save_list"
  done
  cp -t "$save_into" -- "$@"
}

# prepare_tree STAGE PATH KEY RUN: what the host itself has, in this tree or from RUN (`-` for none), joins what was sent.
# Then all of it, and what is kept, is on the disk before anything is put in its place.
prepare_tree() {
  prepare_error=$({
    prepare_kept=/var/lib/fleetwright/runs/$4/saved/trees/$3
    mkdir -p -- "$1/new" && tree_walk "$2" - "$1/new" strict <"$1/keep" &&
      { [ "$4" = - ] || tree_walk "$prepare_kept/files" - "$1/new" strict <"$1/restore"; } &&
      { [ "$4" = - ] || tree_was_placed "$prepare_kept/placed" "$1/added"; } &&
      (cd -- "$1/new" && xargs -0 -r sh -c "$TREE_RIGHTS" sh <"$1/rights") && tree_sums "$1/new" "$1/kept" &&
      sync -f -- "$1" "$DIR/saved/trees/$3"
  } 2>&1) || {
    say refused "cannot prepare $2: $(printf '%s' "$prepare_error" | head -n 1)"
    return 1
  }
}

# Who goes back puts there again what others put there, which does not make it ours.
tree_was_placed() {
  if [ -f "$1" ]; then comm -z -12 --nocheck-order -- "$1" "$2" >"$2.placed"; else : >"$2.placed"; fi && mv -- "$2.placed" "$2"
}

# `MODE USER:GROUP ./FILE` of files that were copied here; a link that somebody planted in time is none.
# shellcheck disable=SC2016  # for a shell of its own
TREE_RIGHTS='
for word; do
  mode=${word%% *} word=${word#* }
  owner=${word%% *} file=${word#* }
  [ -f "$file" ] && [ ! -L "$file" ] && chown -- "$owner" "$file" && chmod -- "$mode" "$file" || exit 255
done
'

# place_tree ID STAGE PATH KEY ATOMIC
place_tree() {
  begin "$1" || return 1
  if place_error=$({ place_root "$2" "$3" && place_entries "$2" "$3" "$5" && place_unroot "$2" && note_placed "$2" "$4"; } 2>&1); then
    # Without them the next look takes longer.
    print_placed "$2" "$3" "$4" 2>/dev/null
    say ok "$1"
  else
    said "$1" "$place_error"
    say failed "$1"
    return 1
  fi
}

# place_entries STAGE PATH ATOMIC
place_entries() {
  if [ "$3" = yes ] && [ ! -f "$1/root" ]; then
    swap_tree "$1" "$2"
  else
    tree_walk "$2" "$1/new" - strict <"$1/fore"
  fi
}

# place_root STAGE PATH: a tree that is not there yet comes whole. Directories on the way may be its owner's: each is made
# in the one before, and looked at, as in tree_walk.
place_root() (
  [ -f "$1/root" ] || return 0
  umask 022
  cd / || return 1
  root_new=$1/new root_rest=${2#/} root_at=
  while [ "$root_rest" != "${root_rest#*/}" ]; do
    root_name=${root_rest%%/*} root_rest=${root_rest#*/} root_at=$root_at/$root_name
    if [ ! -e "./$root_name" ] && [ ! -L "./$root_name" ]; then mkdir -- "./$root_name" || return 1; fi
    cd -P -- "./$root_name" && [ "$PWD" = "$root_at" ] || {
      echo "$root_at is not a directory any more"
      return 1
    }
  done
  mv -T -- "$root_new" "./$root_rest"
)

# place_unroot STAGE: a tree of which nothing is to be left; it stays where others have put something into it.
place_unroot() {
  [ ! -f "$1/unroot" ] || while IFS= read -r unroot_dir; do remove_dir "$unroot_dir" 2>/dev/null; done <"$1/unroot"
  return 0
}

# note_placed STAGE KEY: its time is that of the tree's last change.
note_placed() {
  mkdir -p -- "$TREES" && { [ -f "$TREES/$2" ] || : >"$TREES/$2"; } &&
    sort -z -u -- "$TREES/$2" "$1/added" | comm -z -23 --nocheck-order - "$1/dropped" >"$TREES/$2.new" && mv -f -- "$TREES/$2.new" "$TREES/$2"
}

# undo_tree ID STAGE PATH KEY ATOMIC: from what was kept, and looked at again. What others made meanwhile in new directories stays.
undo_tree() {
  began "$1" || return 0
  undo_kept=$DIR/saved/trees/$4
  {
    [ "$5" = no ] || finish_swap "$2" "$3"
    [ ! -f "$undo_kept/unroot" ] || while IFS= read -r undo_dir; do make_dir "$undo_dir"; done <"$undo_kept/unroot"
    mkdir -p -- "$2" && rm -rf -- "$2/old" && { cp -al -T -- "$undo_kept/files" "$2/old" ||
      { rm -rf -- "$2/old" && cp -a -T -- "$undo_kept/files" "$2/old"; }; } &&
      tree_walk "$3" "$2/old" - lenient <"$undo_kept/back"
    if [ -f "$undo_kept/placed" ]; then
      cp -a -T -- "$undo_kept/placed" "$TREES/$4.new" && mv -f -- "$TREES/$4.new" "$TREES/$4"
    else
      rm -f -- "$TREES/$4"
    fi
    [ ! -f "$undo_kept/root" ] || while IFS= read -r undo_dir; do remove_dir "$undo_dir"; done <"$undo_kept/root"
  } >/dev/null 2>&1
  if tree_as_was "$undo_kept" "$3" '[^d]'; then
    say undone "$1"
  else
    say undo-failed "$1"
    return 1
  fi
}

# remove_dir PATH: where it is empty, and no link led there.
remove_dir() (
  cd -P -- "${1%/*}/" && [ "${PWD%/}" = "${1%/*}" ] && rmdir -- "./${1##*/}"
)

# make_dir PATH: the same the other way round; its rights come later.
make_dir() (
  cd -P -- "${1%/*}/" && [ "${PWD%/}" = "${1%/*}" ] && { [ -e "./${1##*/}" ] || mkdir -m 0700 -- "./${1##*/}"; }
)

# clean_tree STAGE
clean_tree() {
  rm -rf -- "$1"
}
