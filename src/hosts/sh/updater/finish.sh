# shellcheck shell=sh
# How an attempt ended: for the next run, for people and for programs.

# finish RESULT CODE TEXT: gives the code; 255 for `nothing more to do, and all is well`.
finish() {
  say "$name: $3"
  case $why:$1 in
  boot:* | *:paused | *:outside-window) ;;
  *)
    state_result=$1 state_code=$2 state_reason=$3
    tell_change "$1" "$3"
    tell_stale
    if [ -n "$unchanged" ]; then save_checked; else save_state; fi 2>/dev/null || say "cannot write the state of $name"
    ;;
  esac
  record "$@"
  tidy_work
  [ "$2" != 0 ] || return 255
  return "$2"
}

# record RESULT CODE TEXT: the history, one line of JSON an attempt; and the journal.
record() {
  uptime_now
  record_author=
  [ "$1" = current ] || ! is_commit "$to" || record_author=$(mirror_git log -1 --format='%an <%ae>' "$to" -- 2>/dev/null) || :
  json_fields when "$now_text" time "$now" why "$why" result "$1" code "$2" from "$from" to "$to" \
    tag "$target_tag" author "$record_author" signer "$signer" text "$3" seconds $((uptime - began))
  printf '%s\n' "$json" 2>/dev/null >>"$HISTORY" || :
  [ "$1" = current ] || tell_journal "$1" "$3"
}

# tell_change RESULT TEXT: how things stand has changed when it is another result, or of another commit.
tell_change() {
  case $1 in
  updated | current)
    tell_events=
    [ "$1" = current ] || tell_events=change
    [ -z "$state_alert" ] || tell_events="recovered${tell_events:+ $tell_events}"
    state_alert=
    ;;
  refused | failed | rolled-back)
    tell_events=
    if [ "$state_alert" != "$1 $to" ]; then tell_events=failure; fi
    if [ "$1" = rolled-back ] && [ -n "$tell_events" ]; then tell_events='rollback failure'; fi
    state_alert="$1 $to"
    ;;
  *) tell_events= ;;
  esac
  notify "$tell_events" "$1" "$2"
}

# tell_stale: nothing was heard from the remote for too long. Said once, until it is heard again.
tell_stale() {
  if [ "$policy_stale" = 0 ]; then return 0; fi
  if is_stale; then
    [ -z "$state_stale_told" ] || return 0
    state_stale_told=$now
    [ -n "$state_alert" ] || state_alert="stale"
    say "the remote of $name was last heard of $(((now - state_checked) / 3600)) hours ago"
    notify stale stale "the remote was last heard of at $(date -u -d "@$state_checked" +%Y-%m-%dT%H:%M:%SZ): $state_reason"
  else
    state_stale_told=
  fi
}

is_stale() {
  [ "$policy_stale" != 0 ] && [ "$state_checked" != 0 ] && [ $((now - state_checked)) -gt "$policy_stale" ]
}
