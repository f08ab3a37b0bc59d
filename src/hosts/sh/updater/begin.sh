# shellcheck shell=sh
# The updater of repositories, /usr/local/lib/fleetwright/repo-update: where its things are, and how it begins.

POLICIES=/etc/fleetwright/repos.d
STATES=/var/lib/fleetwright/repos
LOGS=/var/log/fleetwright
LOCKS=/run/fleetwright
CLEAN_PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

# What each code says (documented in the guide): E_BACK went back, E_STUCK could not.
E_CHECK=10 E_REFUSED=11 E_BACK=12 E_STUCK=13 E_LOCKED=14 E_PAUSED=15 E_WINDOW=16 E_QUARANTINE=17 E_USAGE=64

# updater COMMAND…: begins again with nothing of the caller's environment. What changes a host has a session of its own, by
# which what a killed run has left is found; and no terminal, into which what a commit brings could type.
updater() {
  if [ "${FLEETWRIGHT_UPDATER-}" != clean ]; then
    case ${1-} in
    run | back) set -- setsid -w /bin/sh "$0" "$@" ;;
    *) set -- /bin/sh "$0" "$@" ;;
    esac
    exec env -i FLEETWRIGHT_UPDATER=clean PATH="$CLEAN_PATH" LC_ALL=C HOME=/nonexistent TZ="${TZ-}" \
      ${https_proxy:+https_proxy="$https_proxy"} ${http_proxy:+http_proxy="$http_proxy"} ${no_proxy:+no_proxy="$no_proxy"} \
      "$@"
  fi
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
       repo-update status [NAME...]
       repo-update history NAME [N]
       repo-update pause NAME UNTIL REASON
       repo-update resume NAME
       repo-update verify NAME
       repo-update remove NAME
END
  return "$E_USAGE"
}
