# shellcheck shell=sh
# Trying again until something succeeds or time is up.

# shellcheck disable=SC2016  # for a shell of its own, that `timeout` can end
CHECK_FETCH='
  if command -v curl >/dev/null; then
    exec curl -fsS -o /dev/null --max-time 10 -- "$1"
  elif command -v wget >/dev/null; then
    exec wget -q -T 10 -O /dev/null -- "$1"
  fi
  echo "this host has neither curl nor wget"
  exit 1
'

# check_until SECONDS COMMAND…: leaves the last complaint in $check_said.
check_until() {
  uptime_now
  check_end=$((uptime + $1))
  shift
  while :; do
    uptime_now
    check_left=$((check_end - uptime))
    [ "$check_left" -gt 0 ] || check_left=1
    check_said=$(timeout -k 2 "$check_left" "$@" 2>&1 </dev/null 9>&-) && return 0
    check_said=$(printf '%s' "$check_said" | tail -n 3 | head -c 600)
    uptime_now
    [ "$uptime" -lt "$check_end" ] || return 1
    [ ! -e "$STAGE/stop" ] || return 1
    sleep 1
  done
}

# Sets $uptime: seconds by a clock that nobody sets.
uptime_now() {
  IFS=. read -r uptime _ </proc/uptime
}
