# shellcheck shell=sh
# What `updates …` asks of a host: the updater's own answers. Each begins with a line that says whether it has the repository.

UPDATES_PROGRAM=/usr/local/lib/fleetwright/repo-update

# updates COMMAND NAME WORD…: gives the updater's code.
updates() {
  if [ -x "$UPDATES_PROGRAM" ] && [ -f "/etc/fleetwright/repos.d/$2.policy" ]; then
    printf 'here\n'
    "$UPDATES_PROGRAM" "$@" 2>&1 </dev/null
  else
    printf 'none\n'
  fi
}

# updates_status NAME…: all that there are when none is named; then when timers and cron run next.
updates_status() {
  [ $# -gt 0 ] || set -- /etc/fleetwright/repos.d/*.policy
  updates_count=$#
  for updates_name; do
    updates_name=${updates_name##*/} updates_name=${updates_name%.policy}
    if [ -f "/etc/fleetwright/repos.d/$updates_name.policy" ]; then set -- "$@" "$updates_name"; fi
  done
  shift "$updates_count"
  if [ $# -eq 0 ] || [ ! -x "$UPDATES_PROGRAM" ]; then
    printf 'none\n'
    return 0
  fi
  printf 'here\n'
  "$UPDATES_PROGRAM" status "$@" 2>&1 </dev/null
  updates_count=$#
  for updates_name; do set -- "$@" "fleetwright-repo-$updates_name.timer"; done
  shift "$updates_count"
  manager system show -p Id -p NextElapseUSecRealtime -- "$@" 2>/dev/null |
    sed -e 's/^Id=fleetwright-repo-\(.*\)[.]timer$/name=\1/' -e 's/^NextElapseUSecRealtime=/next=/'
  for updates_name; do
    updates_name=${updates_name#fleetwright-repo-}
    updates_cron "${updates_name%.timer}"
  done
}

# updates_cron NAME: when its entry for cron is due.
updates_cron() {
  [ -f "/etc/cron.d/fleetwright-$1" ] || return 0
  updates_next=$(sed -n 's/^# calendar: //p' "/etc/cron.d/fleetwright-$1" | while IFS= read -r updates_calendar; do
    env -u TZ systemd-analyze calendar -- "$updates_calendar" 2>/dev/null
  done | sed -n 's/^ *Next elapse: *//p' | sort -k 2,3 | head -n 1)
  printf '\nname=%s\nnext=%s\n' "$1" "$updates_next"
}

# updates_log NAME LINES
updates_log() {
  if [ -f "/var/log/fleetwright/$1.log" ]; then
    printf 'here\n'
    tail -n "$2" -- "/var/log/fleetwright/$1.log"
  else
    printf 'none\n'
  fi
}
