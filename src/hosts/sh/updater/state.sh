# shellcheck shell=sh
# What the updater knows of a repository. Each file takes its place whole; a run that is cut leaves the old one.

# read_state: sets state_…, empty when not known.
read_state() {
  state_commit='' state_tag='' state_tag_object='' state_target='' state_behind='' state_checked=0 state_attempted=0
  state_result='' state_reason='' state_code=0 state_seen='' state_alert='' state_stale_told='' state_trial=''
  state_trial_restarts=0
  [ -f "$STATE/state" ] || return 0
  while IFS= read -r state_line; do
    state_value=${state_line#*=}
    case ${state_line%%=*} in
    commit) state_commit=$state_value ;;
    tag) state_tag=$state_value ;;
    tag_object) state_tag_object=$state_value ;;
    target) state_target=$state_value ;;
    behind) state_behind=$state_value ;;
    checked) state_checked=$state_value ;;
    attempted) state_attempted=$state_value ;;
    result) state_result=$state_value ;;
    reason) state_reason=$state_value ;;
    code) state_code=$state_value ;;
    seen) state_seen=$state_value ;;
    alert) state_alert=$state_value ;;
    stale_told) state_stale_told=$state_value ;;
    trial) state_trial=$state_value ;;
    trial_restarts) state_trial_restarts=$state_value ;;
    esac
  done <"$STATE/state"
  [ -f "$STATE/checked" ] || return 0
  IFS=' ' read -r state_last <"$STATE/checked" || return 0
  case $state_last in '' | *[!0-9]*) ;; *) state_checked=$state_last state_attempted=$state_last ;; esac
}

state_text() {
  state_told
  printf '%s=%s\n' seen "$state_seen" alert "$state_alert" stale_told "$state_stale_told" \
    trial_restarts "$state_trial_restarts"
}

# state_told: what is told of it.
state_told() {
  printf '%s=%s\n' commit "$state_commit" tag "$state_tag" tag_object "$state_tag_object" target "$state_target" \
    behind "$state_behind" checked "$state_checked" attempted "$state_attempted" result "$state_result"
  printf 'reason='
  one_line "$state_reason"
  printf '\n'
  printf '%s=%s\n' code "$state_code" trial "$state_trial"
}

# save_state: in its place whole, and nothing that lost power can take back.
save_state() {
  state_text | keep "$STATE/state" && rm -f -- "$STATE/checked"
}

# save_checked: that all is as it was. Only the time is new; it may be lost with the power.
save_checked() {
  printf '%s\n' "$now" >"$STATE/checked"
}

# keep PATH: what comes on standard input, in its place whole or not at all.
keep() {
  cat >"$1.new" && sync -- "$1.new" && mv -f -- "$1.new" "$1"
}

# attempt PHASE: by this the next run sees how far one that was cut has come.
attempt() {
  phase=$1
  keep "$STATE/attempt" <<END
phase=$1
from=$from
to=$to
why=$why
restart=$opt_restart
END
}

end_attempt() {
  rm -f -- "$STATE/attempt"
}

# take_lock SECONDS: on descriptor 9, which no other program is handed. A service that starts waits for an update to end, but
# not for one that itself waits for services to start.
take_lock() {
  [ -d "$LOCKS" ] || (umask 077 && mkdir -p -- "$LOCKS")
  exec 9>>"$LOCKS/repo-$name.lock" || return "$E_LOCKED"
  uptime_now
  lock_wait=$1 lock_asked=$uptime
  while ! flock -n 9; do
    if [ "$why" = start ] && [ -e "$LOCKS/repo-$name.restarting" ]; then return "$E_LOCKED"; fi
    [ "$lock_wait" -gt 0 ] || return "$E_LOCKED"
    lock_wait=$((lock_wait - 1))
    sleep 1
  done
  lock_taken=yes
  [ ! -e "$LOCKS/repo-$name.restarting" ] || rm -f -- "$LOCKS/repo-$name.restarting"
  end_leftovers
  printf '%s\n' "$$" >"$LOCKS/repo-$name.session"
}

# end_leftovers: whose run was killed may still have a git or a build at work.
end_leftovers() {
  read_file "$LOCKS/repo-$name.session"
  case $file_text in '' | *[!0-9]*) return 0 ;; esac
  [ "$file_text" != "$$" ] && [ ! -e "/proc/$file_text" ] || return 0
  for left_stat in /proc/[0-9]*/stat; do
    { IFS= read -r left_line <"$left_stat"; } 2>/dev/null || continue
    # pid (name) state ppid pgrp session …; the name may hold anything.
    # shellcheck disable=SC2086
    set -- ${left_line##*)}
    [ "${4-}" != "$file_text" ] || kill -KILL "${left_line%% *}" 2>/dev/null || :
  done
}

# with_starts COMMAND…: services that start meanwhile start with what there is.
with_starts() {
  : >"$LOCKS/repo-$name.restarting"
  "$@"
  starts_code=$?
  rm -f -- "$LOCKS/repo-$name.restarting"
  return "$starts_code"
}
