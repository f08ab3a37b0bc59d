# shellcheck shell=sh
# Hands a run over to the host: stores the whole script, then has systemd run it as a unit of its own. From then on the
# host needs nobody: neither a broken connection nor a killed controller ends the run, and if the run itself is killed
# systemd calls it again (ExecStopPost) to put things back.

# start_run NONCE RUN SCRIPT whole: the last word says that none of the others was cut off.
start_run() {
  [ "${4-}" = whole ] || return
  printf '\n%s hello\n' "$1"
  if [ ! -d /run/systemd/system ]; then
    printf '%s refused this host does not run systemd\n' "$1"
    return
  fi
  start_stage=/run/fleetwright/$2
  # A line that broke may have brought it already, or may bring it late.
  if [ -e "$start_stage" ] || [ -e "/var/lib/fleetwright/runs/$2" ]; then
    printf '%s end again\n' "$1"
    return
  fi
  if ! { mkdir -p /run/fleetwright && mkdir "$start_stage" && printf %s "$3" >"$start_stage/run"; } 2>"/run/fleetwright-$2.error"; then
    printf '%s refused /run/fleetwright: %s\n' "$1" "$(head -n 1 "/run/fleetwright-$2.error" 2>/dev/null)"
    rm -rf -- "$start_stage" "/run/fleetwright-$2.error"
    return
  fi
  rm -f -- "/run/fleetwright-$2.error"
  systemd-run --quiet --collect --pipe --wait --no-ask-password --unit="fleetwright-$2" \
    --description="Fleetwright run $2" --property=ExecStopPost="-/bin/sh $start_stage/run recover" \
    --property=TimeoutStopSec=15min --property=IgnoreSIGPIPE=yes -- /bin/sh "$start_stage/run" || start_failed "$2"
  exit # what else comes on standard input was for the run
}

# Without a bus there is no run, and nothing of it stays. But a run that lost its bus in the middle still goes on.
start_failed() {
  case $(systemctl show -p ActiveState --value -- "fleetwright-$1.service" 2>/dev/null) in
  active | activating | deactivating) ;;
  *) rm -rf -- "/run/fleetwright/$1" ;;
  esac
}
