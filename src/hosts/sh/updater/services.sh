# shellcheck shell=sh
# The services of a repository: restarted when it has changed, and watched until they are known to be well.

# before_starts: services wait for this run to end.
before_starts() {
  case $why in start | boot) ;; *) return 1 ;; esac
}

# restart_services: a service that waits for us cannot be waited for.
restart_services() {
  [ -n "$policy_restarts" ] && [ "$opt_restart" = yes ] || return 0
  # shellcheck disable=SC2046
  set -- $(printf '%s\n' "$policy_restarts")
  if before_starts; then
    for restart_unit in "$@"; do
      case $(systemctl show -p ActiveState --value -- "$restart_unit") in
      active | reloading) logged systemctl --no-block restart -- "$restart_unit" || : ;;
      esac
    done
    return 0
  fi
  say "restarting $*"
  # Starts of a moment ago, such as those of a commit that has just gone back, are not held against this one (systemctl(1)).
  systemctl reset-failed -- "$@" 2>/dev/null || :
  logged bounded "$policy_timeout" systemctl restart -- "$@" || {
    reason="restarting failed: $*"
    return 1
  }
}

# healthy: still up after a while, in the same start, and answering.
healthy() {
  [ "$opt_restart" = yes ] && ! before_starts || return 0
  if [ -n "$policy_restarts" ]; then
    sleep "$policy_settle"
    stay_up || return 1
  fi
  while IFS= read -r healthy_url; do
    [ -z "$healthy_url" ] || check_until "$policy_health" sh -c "$CHECK_FETCH" sh "$healthy_url" || {
      reason="$(url_shown "$healthy_url") did not answer with success within $policy_health s: $check_said"
      return 1
    }
  done <<END
$policy_http
END
  while IFS= read -r healthy_command; do
    [ -z "$healthy_command" ] || check_until "$policy_health" setpriv --reuid "$owner_uid" --regid "$owner_gid" \
      --init-groups -- env -i PATH="$CLEAN_PATH" HOME="$owner_home" USER="$policy_owner" LANG=C.UTF-8 \
      sh -c 'cd -- "$1" && exec sh -c "$2"' sh "$policy_path" "$healthy_command" || {
      reason="the health command did not succeed within $policy_health s: $check_said"
      return 1
    }
  done <<END
$policy_command
END
}

stay_up() {
  # shellcheck disable=SC2046
  set -- $(printf '%s\n' "$policy_restarts")
  for stay_unit in "$@"; do
    stay_state=unknown stay_restarts=0 stay_type=
    systemctl show -p ActiveState -p NRestarts -p Type -- "$stay_unit" >"$WORK/unit" 2>/dev/null
    while IFS= read -r stay_line; do
      case $stay_line in
      ActiveState=*) stay_state=${stay_line#*=} ;;
      NRestarts=*) stay_restarts=${stay_line#*=} ;;
      Type=*) stay_type=${stay_line#*=} ;;
      esac
    done <"$WORK/unit"
    case $stay_state:$stay_restarts:$stay_type in
    active:0:* | reloading:0:* | inactive:0:oneshot) ;;
    active:* | activating:[1-9]*)
      reason="$stay_unit ended after it was started, and systemd started it again ($stay_restarts times)"
      return 1
      ;;
    *)
      reason="$stay_unit was started, and is now $stay_state"
      return 1
      ;;
    esac
  done
}

# restarts_so_far: how often systemd has started services again that had ended.
restarts_so_far() {
  restarts_sum=0
  # shellcheck disable=SC2046
  set -- $(printf '%s\n' "$policy_restarts")
  for restarts_unit in "$@"; do
    restarts_one=$(systemctl show -p NRestarts --value -- "$restarts_unit")
    restarts_sum=$((restarts_sum + ${restarts_one:-0}))
  done
}
