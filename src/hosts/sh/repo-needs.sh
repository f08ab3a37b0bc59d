# shellcheck shell=sh
# Whether a host has what a policy asks for. Writes nothing.

# repo_needs WORD…: `any:A,B` is a program, `zone:Z` a time zone, `start:UNIT` a service before whose start an update is tried.
# Others are not for here.
repo_needs() {
  for needs_one; do
    case $needs_one in
    any:*) needs_program "${needs_one#*:}" ;;
    zone:*) [ -f "/usr/share/zoneinfo/${needs_one#*:}" ] || printf 'no_zone=%s\n' "${needs_one#*:}" ;;
    start:*) needs_time "${needs_one#*:}" ;;
    esac
  done
}

# needs_program A,B: one of them.
needs_program() {
  needs_left=$1,
  while [ -n "$needs_left" ]; do
    ! command -v "${needs_left%%,*}" >/dev/null || return 0
    needs_left=${needs_left#*,}
  done
  printf 'lacks=%s\n' "$1"
}

# needs_time UNIT: how long its own files let it start, where they say so.
needs_time() {
  manager system cat -- "$1" 2>/dev/null | awk -v unit="$1" '
    /^# \// { ours = /\/50-fleetwright-repo-[^\/]*[.]conf$/; next }
    ours { next }
    /^[[]/ { service = /^[[]Service[]]/ }
    service && /^Timeout(Start)?Sec[ \t]*=/ { sub(/^[^=]*=[ \t]*/, ""); time = $0 }
    service && /^Type[ \t]*=/ { sub(/^[^=]*=[ \t]*/, ""); type = $0 }
    END {
      if (time == "" && type ~ /^oneshot[ \t]*$/) time = "infinity"
      if (time != "") printf "start_time=%s %s\n", unit, time
    }'
}
