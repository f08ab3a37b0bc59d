# shellcheck shell=sh
# Started is not healthy.

# settle SECONDS ID…: the clock of all units starts when the last job has ended.
settle() {
  settle_time=$1
  shift
  begin "$@" || return 1
  [ "$settle_time" = 0 ] || sleep "$settle_time"
}

# check_up SCOPE (ID UNIT)…: still the same start? A crash and restart shows in NRestarts. One question for all units.
check_up() {
  check_scope=$1
  shift
  check_count=$#
  check_ids=
  while [ "$check_count" -gt 0 ]; do
    check_ids="$check_ids $1"
    set -- "$@" "$2"
    shift 2
    check_count=$((check_count - 2))
  done
  check_bad=no
  manager "$check_scope" show -p ActiveState -p NRestarts -- "$@" >"$STAGE/health" 2>/dev/null
  check_each "$@" 7<"$STAGE/health" && [ "$check_bad" = no ]
}

# check_each UNIT…: the answers, an empty line between, are on file descriptor 7.
check_each() {
  for check_id in $check_ids; do
    check_state=unknown check_restarts=0
    while IFS= read -r check_line <&7 && [ -n "$check_line" ]; do
      case $check_line in
      ActiveState=*) check_state=${check_line#*=} ;;
      NRestarts=*) check_restarts=${check_line#*=} ;;
      esac
    done
    check_one "$check_id" "$check_scope" "$1" "$check_state" "$check_restarts"
    shift
  done
}

# check_one ID SCOPE UNIT STATE RESTARTS
check_one() {
  check_new=$5
  ! grep -qxF -- "$3 $5" "$STAGE/restarts-$2" 2>/dev/null || check_new=0
  case $4-$check_new in
  active-0 | reloading-0 | refreshing-0) ;;
  active-* | activating-[1-9]*) check_fail "$1" "$2" "$3" "it was started, then ended and was restarted by systemd ($5 times)" ;;
  *) check_fail "$1" "$2" "$3" "it was started, and is now $4" ;;
  esac
}

check_fail() {
  check_bad=yes
  said "$1" "$4"
  tell_journal "$1" "$2" "$3"
  say failed "$1"
}

# check_http ID SCOPE UNIT SECONDS URL, check_command ID SCOPE UNIT SECONDS COMMAND: tried until it succeeds or time is up.
check_http() {
  check_until "$4" sh -c "$CHECK_FETCH" sh "$5" || {
    check_fail "$1" "$2" "$3" "$5 did not answer with success within $4 s: $check_said"
    return 1
  }
}

check_command() {
  check_until "$4" sh -c "$5" || {
    check_fail "$1" "$2" "$3" "the health command did not succeed within $4 s: $check_said"
    return 1
  }
}

# healthy ID: all its checks have passed.
healthy() {
  say ok "$1"
}
