# shellcheck shell=sh
# shellcheck disable=SC2016  # scripts in single quotes expand on purpose later
# What a host knows of a directory tree: one find, one sha256sum, however many files there are. Writes nothing.

# look_tree KEY PATH OWNER UNITS NAMES WHOLE RIGHTS CONTENTS FILES
# UNITS and NAMES are lists with blanks between; what is called by one of NAMES is passed over. RIGHTS and CONTENTS are
# hashes of what the tree is to be (see tree_same); WHOLE is `yes` where nothing else may be in it. FILES has of each file
# that is to be there `SHA256 SIZE ./FILE` and NUL, escaped for printf and in the order of the bytes from SIZE on; SHA256 is
# the beginning of the hash.
look_tree() {
  tree_key=$1 tree_path=$2 tree_owner=$3 tree_units=$4 tree_names=$5 tree_whole=$6 tree_rights=$7 tree_contents=$8 tree_files=$9
  section "tree:$tree_key:facts"
  if ! tree_tools; then
    printf 'tools=no\n'
    return
  fi
  printf 'tools=yes\n'
  tree_facts
  section "tree:$tree_key:way"
  tree_way '%y %m %u %g %D %p\0' "$tree_path"
  section "tree:$tree_key:placed"
  [ ! -f "/var/lib/fleetwright/trees/$tree_key" ] || cat -- "/var/lib/fleetwright/trees/$tree_key"
  section "tree:$tree_key:units"
  tree_show
  if [ -d "$tree_path" ] && [ ! -L "$tree_path" ] && (cd -P -- "$tree_path" && tree_same); then
    section "tree:$tree_key:same"
    printf 'same\n'
    return
  fi
  section "tree:$tree_key:list"
  if [ -d "$tree_path" ] && [ ! -L "$tree_path" ]; then
    (cd -P -- "$tree_path" && tree_list)
  elif [ -e "$tree_path" ] || [ -L "$tree_path" ]; then
    find -P "$tree_path" -maxdepth 0 -printf '%y %m %u:%g %s %T@ %D .\0%l\0'
  fi
}

# GNU's, and new enough to separate names by NUL.
tree_tools() {
  [ "$(find -P / -maxdepth 0 -printf x 2>/dev/null)" = x ] || return 1
  [ "$(printf 'a\0' | sort -z 2>/dev/null | comm -z -13 /dev/null - 2>/dev/null | head -z -n 1 2>/dev/null | tr -d '\0')" = a ] || return 1
  command -v tar >/dev/null && command -v gzip >/dev/null && command -v flock >/dev/null
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
  tree_inodes=$(df -Pi -- "${tree_place:-/}" 2>/dev/null | tree_free)
  printf 'free=%s\ninodes=%s\n' "$(df -Pk -- "${tree_place:-/}" 2>/dev/null | tree_free)" "$tree_inodes"
  [ "$(stat -c %d -- "${tree_place:-/}")" = "$(stat -c %d -- "$tree_saves")" ] ||
    printf 'saves=%s\n' "$(df -Pk -- "$tree_saves" 2>/dev/null | tree_free)"
  ! tree_exchanger || printf 'exchanges=yes\n'
  [ ! -f "/var/lib/fleetwright/trees/$tree_key" ] ||
    printf 'changed=%s\n' "$(stat -c %.9Y -- "/var/lib/fleetwright/trees/$tree_key")"
}

# The second line's fourth column of df(1).
tree_free() {
  read -r _
  read -r _ _ _ tree_column _
  printf '%s' "${tree_column:-}"
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

# Is what runs of ours put here all that is to be here, and as it is to be? Then there is nothing to list.
tree_same() {
  tree_record=/var/lib/fleetwright/trees/$tree_key
  if [ -z "$tree_rights" ] || [ ! -f "$tree_record" ]; then return 1; fi
  if [ "$tree_whole" = yes ]; then
    [ "$(tree_find -printf x | wc -c)" -eq $(($(tr -dc '\0' <"$tree_record" | wc -c) + 1)) ] || return 1
  fi
  [ "$(tree_placed "$TREE_RIGHTS_AS" "${tree_owner:+%u:%g }" | sha256sum)" = "$tree_rights  -" ] &&
    [ "$(tree_placed "$TREE_FILES" '' | xargs -0 -r sha256sum -z -- | sha256sum)" = "$tree_contents  -" ]
}

# tree_placed SCRIPT OWNER: what SCRIPT prints of everything that was placed.
tree_placed() {
  { printf './.\0' && sed -z 's|^|./|' <"$tree_record"; } | xargs -0 sh -c "$1" "$2"
}

TREE_RIGHTS_AS='
exec find -P "$@" -maxdepth 0 \( -type d -printf "d %m $0%p\0" \) -o \( -type f -printf "f %m $0%s %p\0" \) -o -printf "%y $0%p\0%l\0"
'
TREE_FILES='exec find -P "$@" -maxdepth 0 -type f -print0'

# Everything with its kind, rights and time; then the hashes of the files that have the size of what is wanted; then the
# texts of some small files that differ.
tree_list() {
  tree_find -printf '%y %m %u:%g %s %T@ %D %p\0%l\0'
  [ -n "$tree_files" ] || return 0
  section "tree:$tree_key:hashes"
  # The pipe is opened anew by name, which a socket, as ssh may give us, cannot be.
  { tree_hashes | tee /proc/self/fd/5 | tree_other_hash | tree_texts hash >&5; } 5>&1 | cat
  tree_other_size | tree_texts size
}

# tree_columns COLUMNS: those of each file that is to be there, NUL after each.
tree_columns() {
  printf %b "$tree_files" | cut -z -d ' ' -f "$1"
}

tree_hashes() {
  tree_columns 2- | {
    tree_find -type f -printf '%s %p\0' | sort -z | comm -z -12 --nocheck-order /proc/self/fd/3 - |
      cut -z -d ' ' -f 2- | xargs -0 -r sha256sum -z --
  } 3<&0
}

# Lines of sha256sum → the files that have another hash than the wanted.
tree_other_hash() {
  {
    tree_columns 1,3- | sort -z | {
      cut -z -c 1-16,66- <&6 | sort -z | comm -z -13 /proc/self/fd/3 - | cut -z -c 18-
    } 3<&0
  } 6<&0
}

# Small files that are wanted in another size.
tree_other_size() {
  tree_columns 3- | sort -z | {
    tree_other_sizes | comm -z -12 /proc/self/fd/3 -
  } 3<&0
}

tree_other_sizes() {
  tree_columns 2- | {
    tree_find -type f -size -33k -printf '%s %p\0' | sort -z | comm -z -13 --nocheck-order /proc/self/fd/3 - |
      cut -z -d ' ' -f 2- | sort -z
  } 3<&0
}

# tree_texts WHAT: of the first files on standard input, `SIZE ./FILE`, NUL, and that many bytes.
tree_texts() {
  sort -z | head -z -n 64 | xargs -0 -r sh -c '
    printf "\n%s tree:%s:texts-%s\n" "$1" "$2" "$3"
    shift 3
    for file; do
      size=$(stat -c %s -- "$file") || continue
      [ "$size" -le 32768 ] || continue
      printf "%s %s\0" "$size" "$file"
      head -c "$size" -- "$file"
    done
  ' sh "$NONCE" "$tree_key" "$1"
}
