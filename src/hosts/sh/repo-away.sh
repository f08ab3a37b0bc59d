# shellcheck shell=sh
# A run that takes a checkout away, or brings back one that an earlier run took. Moved in one piece, on its own file system:
# it needs no room, and is whole wherever it lies.

AWAY_STATES=/var/lib/fleetwright/repos

# away_place RUN NAME KEEPS: where it lies meanwhile: with what the run keeps; else beside where it was.
away_place() {
  case $3 in
  yes) printf '/var/lib/fleetwright/runs/%s/saved/checkout-%s' "$1" "$2" ;;
  *) printf './.%s.fleetwright-%s' "$2" "$1" ;;
  esac
}

# guard_checkout NAME PATH OWNER LAYOUT SUM: is what would go what the plan showed?
guard_checkout() {
  guard_text=$(checkout_text "$1" "$2" "$3" "$4")
  [ "$(checkout_sum "$guard_text")" = "$5" ] || {
    say moved "$2"
    return 1
  }
}

# guard_return NAME PATH LAYOUT RUN: nothing lies there now.
guard_return() {
  return_from=$(away_place "$4" "$1" yes)
  if [ -d "$return_from/tree" ] && [ ! -e "$2" ] && [ ! -L "$2" ] && { [ "$3" = checkout ] || [ ! -e "$2.releases" ]; }; then return; fi
  say moved "$2"
  return 1
}

# beside_it PATH: into the directory above, which is the one that its name says: who may write there cannot have another taken.
beside_it() {
  beside_above=${1%/*}
  cd -P -- "${beside_above:-/}" && [ "$(pwd -P)" = "${beside_above:-/}" ]
}

# remove_checkout ID NAME PATH LAYOUT KEEPS
remove_checkout() {
  begin "$1" || return 1
  if away_error=$(away_take "$2" "$3" "$4" "$5" "$RUN" 2>&1); then
    say ok "$1"
  else
    said "$1" "$away_error"
    say failed "$1"
    return 1
  fi
}

# away_take NAME PATH LAYOUT KEEPS RUN: no update may be at work meanwhile.
away_take() (
  exec 7>>"/run/fleetwright/repo-$1.lock"
  flock -n 7 || { echo "an update of $1 is at work" && exit 1; }
  take_base=${2##*/} take_to=$(away_place "$5" "$1" "$4")
  beside_it "$2" && (umask 077 && mkdir -- "$take_to") || exit 1
  case $3 in
  releases) mv -T -- "./$take_base" "$take_to/link" && mv -T -- "./$take_base.releases" "$take_to/tree" ;;
  *) mv -T -- "./$take_base" "$take_to/tree" ;;
  esac || exit 1
  if [ -L "$take_to/tree" ] || [ ! -d "$take_to/tree" ]; then echo "$2 was no directory" && exit 1; fi
  [ ! -d "$AWAY_STATES/$1" ] || mv -T -- "$AWAY_STATES/$1" "/var/lib/fleetwright/runs/$5/saved/repo-state-$1"
)

# undo_remove_checkout ID NAME PATH LAYOUT KEEPS
undo_remove_checkout() {
  began "$1" || return 0
  away_return "$2" "$3" "$4" "$(away_place "$RUN" "$2" "$5")" "$RUN" 2>/dev/null || {
    say undo-failed "$1"
    return 1
  }
  say undone "$1"
}

# away_return NAME PATH LAYOUT FROM RUN: what of it was taken.
away_return() (
  beside_it "$2" || exit 1
  return_base=${2##*/} return_tree=${2##*/}
  [ "$3" != releases ] || return_tree=$return_base.releases
  if [ -e "$4/tree" ]; then
    [ ! -e "./$return_tree" ] && [ ! -L "./$return_tree" ] && mv -T -- "$4/tree" "./$return_tree" || exit 1
  fi
  if [ -L "$4/link" ]; then
    [ ! -e "./$return_base" ] && [ ! -L "./$return_base" ] && mv -T -- "$4/link" "./$return_base" || exit 1
  fi
  [ ! -d "$4" ] || rmdir -- "$4"
  return_state=/var/lib/fleetwright/runs/$5/saved/repo-state-$1
  if [ -d "$return_state" ] && [ ! -e "$AWAY_STATES/$1" ]; then mv -T -- "$return_state" "$AWAY_STATES/$1"; fi
)

# return_checkout ID NAME PATH LAYOUT RUN
return_checkout() {
  begin "$1" || return 1
  if away_error=$(away_return "$2" "$3" "$4" "$(away_place "$5" "$2" yes)" "$5" 2>&1); then
    say ok "$1"
  else
    said "$1" "$away_error"
    say failed "$1"
    return 1
  fi
}

# undo_return_checkout ID NAME PATH LAYOUT RUN: to where the earlier run had kept it.
undo_return_checkout() {
  began "$1" || return 0
  undo_there=$3
  [ "$4" != releases ] || undo_there=$3.releases
  if [ -d "$undo_there" ]; then
    away_take "$2" "$3" "$4" yes "$5" >/dev/null 2>&1
  fi || {
    say undo-failed "$1"
    return 1
  }
  say undone "$1"
}

# forget_checkout NAME PATH KEEPS: the run has ended well; what it could not keep goes for good.
forget_checkout() {
  [ "$3" != yes ] || return 0
  (beside_it "$2" && rm -rf -- "$(away_place "$RUN" "$1" no)") || :
}
