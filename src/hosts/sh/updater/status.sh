# shellcheck shell=sh
# How repositories stand, for programs: key=value, an empty line after each. Nothing is asked of the network or changed.

verb_status() {
  [ $# -gt 0 ] || {
    for status_file in "$POLICIES"/*.policy; do
      status_file=${status_file##*/}
      [ "$status_file" = '*.policy' ] || set -- "$@" "${status_file%.policy}"
    done
  }
  status_code=0 now=$(date +%s)
  for status_name in "$@"; do
    defaults
    if read_policy "$status_name"; then status_one; else
      status_code=$?
      printf 'name=%s\nerror=%s\n\n' "$(one_line "$status_name")" 'its policy cannot be read'
    fi
  done
  return "$status_code"
}

status_one() {
  read_state
  uptime_now
  deadline=$((uptime + 20))
  owner_reason=
  find_owner && read_head
  printf 'name=%s\npath=%s\nowner=%s\nlayout=%s\ntrack=%s %s\nhead=%s\nproblem=%s\n' "$name" "$policy_path" "$policy_owner" \
    "$policy_layout" "$policy_track" "$policy_ref" "$head" "$owner_reason"
  state_told
  printf 'last_good=%s\n' "$(last_good)"
  if is_paused; then printf 'paused=%s\npaused_reason=%s\n' "$paused_until" "$paused_reason"; fi
  read_file "$STATE/quarantine"
  status_bad=${file_text#* }
  [ -z "$file_text" ] || printf 'quarantined=%s\nquarantine_reason=%s\n' "${file_text%% *}" "${status_bad#* }"
  if is_stale; then echo stale=yes; else echo stale=no; fi
  read_file "$STATE/attempt"
  if status_running; then
    printf 'running=yes\n%s\n' "${file_text:-phase=checking}"
  elif [ -n "$file_text" ]; then
    printf 'running=no\ninterrupted=%s\n' "${file_text#*=}"
  else
    echo running=no
  fi
  echo
}

# status_running: does anybody hold the lock? Asked on a descriptor of a process that ends at once; and only where a run has
# begun and not ended.
status_running() {
  [ -s "$LOCKS/repo-$name.session" ] && [ -f "$LOCKS/repo-$name.lock" ] && ! (flock -n 8) 8<"$LOCKS/repo-$name.lock"
}
