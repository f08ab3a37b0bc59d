# shellcheck shell=sh
# The frame of a look at a host: every section starts with a line of the nonce and the section's name, so that whatever
# a login shell prints before it, or a file contains, is not taken for one. $NONCE is set by the call at the end.

section() {
  printf '\n%s %s\n' "$NONCE" "$1"
}

# Facts of the host itself, and what earlier runs left to tell. Sets $SYSTEMD, the version's number.
look_host() {
  section host
  if [ ! -d /run/systemd/system ]; then
    printf 'systemd=none\n'
    return 1
  fi
  look_facts=$(systemctl --no-pager show -p Version -p UnitPath 2>/dev/null) || look_facts=
  printf '%s\nuid=%s\nnow=%s\n' "$look_facts" "$(id -u)" "$(date +%s.%N)"
  SYSTEMD=${look_facts#*Version=}
  SYSTEMD=${SYSTEMD%%[!0-9]*}
  for look_run in /var/lib/fleetwright/runs/*; do
    [ -d "$look_run" ] || continue
    if [ -f "$look_run/result" ] && read -r look_line <"$look_run/result"; then
      printf 'run=%s %s\n' "${look_run##*/}" "$look_line"
    else
      printf 'unfinished=%s\n' "${look_run##*/}"
    fi
  done
}
