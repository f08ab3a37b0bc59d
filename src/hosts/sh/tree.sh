# shellcheck shell=sh
# shellcheck disable=SC2016  # scripts in single quotes expand on purpose later
# What a host knows of a directory tree. Writes nothing. See tree-compare.sh.

# look_tree KEY PATH OWNER UNITS NAMES WHOLE WANTED
# UNITS and NAMES are lists with blanks between; what is called by one of NAMES is passed over. WHOLE is `yes` where nothing
# else may be in it. WANTED is what is to be there, as tree_wanted reads it; where it is empty, all of the tree is told.
look_tree() {
  tree_key=$1 tree_path=$2 tree_owner=$3 tree_units=$4 tree_names=$5 tree_whole=$6 tree_list=$7
  section "tree:$tree_key:facts"
  if ! tree_tools; then
    printf 'tools=no\n'
    return
  fi
  printf 'tools=yes\n'
  tree_facts
  section "tree:$tree_key:way"
  tree_way '%y %m %u %g %D %p\0' "$tree_path"
  section "tree:$tree_key:units"
  tree_show
  if [ ! -d "$tree_path" ] || [ -L "$tree_path" ]; then
    section "tree:$tree_key:list"
    if [ -e "$tree_path" ] || [ -L "$tree_path" ]; then
      find -P "$tree_path" -maxdepth 0 -printf "${TREE_RECORD%%p*}.\0%l\0"
    fi
  elif [ -z "$tree_list" ]; then
    section "tree:$tree_key:placed"
    tree_placed
    section "tree:$tree_key:list"
    (cd -P -- "$tree_path" && tree_find -printf "$TREE_RECORD")
  else
    (cd -P -- "$tree_path" && tree_compared)
  fi
}

# What is told of an entry.
TREE_RECORD='%y %m %u:%g %s %T@ %D %p\0%l\0'

# GNU's, and new enough to separate names by NUL.
tree_tools() {
  [ "$(find -P / -maxdepth 0 -printf x 2>/dev/null)" = x ] && comm -z --nocheck-order /dev/null /dev/null 2>/dev/null &&
    command -v awk >/dev/null && command -v tar >/dev/null && command -v gzip >/dev/null && command -v flock >/dev/null
}

tree_facts() {
  case $tree_owner in
  ?*)
    if id -u -- "${tree_owner%:*}" >/dev/null 2>&1 && getent group -- "${tree_owner#*:}" >/dev/null
    then printf 'owner=yes\n'
    else printf 'owner=no\n'
    fi
    ;;
  esac
  tree_place=$tree_path
  until [ -d "$tree_place" ]; do tree_place=${tree_place%/*}/ && tree_place=${tree_place%/}; done
  tree_saves=/var/lib/fleetwright
  [ -d "$tree_saves" ] || tree_saves=/var/lib
  df -k --output=avail,iavail -- "${tree_place:-/}" "$tree_saves" 2>/dev/null | tree_room
  ! tree_exchanger || printf 'exchanges=yes\n'
  [ ! -f "$TREES/$tree_key" ] ||
    printf 'changed=%s\n' "$(stat -c %.9Y -- "$TREES/$tree_key")"
}

# What df(1) says of the tree's place and of where runs keep what they replace. On one file system it is one room.
tree_room() {
  read -r _
  read -r tree_bytes tree_inodes
  printf 'free=%s\ninodes=%s\n' "$tree_bytes" "${tree_inodes#-}"
  read -r tree_bytes _
  tree_devices=$(stat -c %d -- "${tree_place:-/}" "$tree_saves")
  [ "${tree_devices%%"$NEWLINE"*}" = "${tree_devices##*"$NEWLINE"}" ] || printf 'saves=%s\n' "$tree_bytes"
}

tree_show() {
  [ -n "$tree_units" ] || return 0
  tree_stamp=
  [ "${SYSTEMD:-0}" -lt 248 ] || tree_stamp=--timestamp=us+utc
  set -f
  # shellcheck disable=SC2086  # lists
  manager system $tree_stamp show -p Id,Names,LoadState,ActiveState,InactiveExitTimestamp,RefuseManualStart,RefuseManualStop -- $tree_units 2>/dev/null
  set +f
}

# tree_find ARGUMENT…: what find does with all that is not passed over; other file systems are not entered.
tree_find() {
  tree_count=$#
  set -f
  for tree_name in $tree_names; do set -- "$@" -o -name "$tree_name"; done
  set +f
  set -- "$@" ')' -prune -o
  while [ "$tree_count" -gt 0 ]; do
    set -- "$@" "$1"
    shift
    tree_count=$((tree_count - 1))
  done
  find -P . -xdev '(' -false "$@"
}

# The paths that runs of ours put here, NUL after each.
tree_placed() {
  [ ! -f "$TREES/$tree_key" ] || cat -- "$TREES/$tree_key"
}
