# shellcheck shell=sh
# The updater of repositories, /usr/local/lib/fleetwright/repo-update: where its things are, and how it begins.

POLICIES=/etc/fleetwright/repos.d
STATES=/var/lib/fleetwright/repos
LOGS=/var/log/fleetwright
LOCKS=/run/fleetwright

# What each code says (documented in the guide): E_BACK went back, E_STUCK could not.
E_CHECK=10 E_REFUSED=11 E_BACK=12 E_STUCK=13 E_LOCKED=14 E_PAUSED=15 E_WINDOW=16 E_QUARANTINE=17 E_USAGE=64

# updater COMMAND…: in the environment that `clean` has made.
updater() {
  unset FLEETWRIGHT_UPDATER
  [ -n "${TZ-}" ] || unset TZ
  umask 022
  trap '' PIPE HUP
  cd / || return 1
  command=${1-}
  [ $# -eq 0 ] || shift
  case $command in
  run) verb_run "$@" ;;
  back) verb_back "$@" ;;
  recover) verb_recover "$@" ;;
  status) verb_status "$@" ;;
  history) verb_history "$@" ;;
  pause) verb_pause "$@" ;;
  resume) verb_resume "$@" ;;
  verify) verb_verify "$@" ;;
  remove) verb_remove "$@" ;;
  *) usage ;;
  esac
}

usage() {
  cat >&2 <<'END'
usage: repo-update run NAME [--why apply|timer|cron|start|hand] [--to REF]
                            [--no-restart] [--ignore-window] [--first]
       repo-update back NAME
       repo-update recover NAME
       repo-update status [NAME...]
       repo-update history NAME [N]
       repo-update pause NAME UNTIL REASON
       repo-update resume NAME
       repo-update verify NAME
       repo-update remove NAME
END
  return "$E_USAGE"
}
