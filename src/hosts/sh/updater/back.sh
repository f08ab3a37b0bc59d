# shellcheck shell=sh
# The way back: of a commit that did not do well, and of a run that was cut.

START_UNDO=200

# go_back REASON: the commit before, its build, its services; and the new one is not tried again by itself.
go_back() {
  back_reason=$1
  say "$back_reason"
  quarantine "$to" "$back_reason"
  if [ -z "$from" ]; then
    fail_hook
    end_attempt
    finish failed "$E_STUCK" "$back_reason; there is nothing to go back to"
    return
  fi
  say "going back to $from"
  back_phase=$phase
  if ! undo_commit "$back_phase"; then
    # What the journal of the attempt says is tried again by the next run.
    fail_hook
    finish failed "$E_STUCK" "$back_reason; and going back failed: ${reason:-the commit before could not be put in place}"
    return
  fi
  outcome=rolled-back
  reason=
  if ! hook after_rollback "$policy_rolled"; then back_reason="$back_reason; $reason"; fi
  fail_hook
  end_attempt
  finish rolled-back "$E_BACK" "$back_reason; went back to $from"
}

# undo_commit PHASE: as it was before the attempt, which came as far as that. It has the time that a run has; before
# services start, what systemd then still waits.
undo_commit() {
  undo_seconds=$policy_timeout
  if before_starts && [ "$undo_seconds" -gt "$START_UNDO" ]; then undo_seconds=$START_UNDO; fi
  uptime_now
  deadline=$((uptime + undo_seconds)) reason=
  case $1 in
  preparing)
    rm_git_locks
    return 0
    ;;
  esac
  if [ "$policy_layout" = releases ]; then
    read_head
    [ "$head" = "$from" ] || link_release "$from" || return 1
  else
    return_commit "$from" && build "$policy_path" "$from" || return 1
  fi
  case $1 in
  restarting) with_starts restart_services && with_starts healthy ;;
  esac
}

fail_hook() {
  fail_reason=$reason outcome=failed
  hook on_failure "$policy_failed" || say "$reason"
  reason=$fail_reason
}

# recover: a run that was killed, or a host that lost power, has left an attempt. It is taken back first.
recover() {
  [ -f "$STATE/attempt" ] || return 0
  recover_why=$why recover_restart=$opt_restart phase=preparing from='' to=''
  while IFS= read -r recover_line; do
    case $recover_line in
    phase=*) phase=${recover_line#*=} ;;
    from=*) from=${recover_line#*=} ;;
    to=*) to=${recover_line#*=} ;;
    restart=*) opt_restart=${recover_line#*=} ;;
    esac
  done <"$STATE/attempt"
  say "a run was cut while $phase $to"
  cut_attempt=yes
  if [ -n "$from" ] && is_commit "$from" && is_commit "$to"; then
    undo_commit "$phase" || {
      opt_restart=$recover_restart
      finish failed "$E_STUCK" "a run was cut, and going back to $from failed: ${reason:-the commit could not be put in place}"
      return
    }
    say "went back to $from"
  else
    # Whatever of a first one is there, it is not good.
    state_seen='' state_commit=''
    clear_checkout || :
  fi
  end_attempt
  record interrupted "$E_BACK" "a run was cut while $phase $to"
  cut_attempt='' opt_restart=$recover_restart why=$recover_why
  read_head
  from=$head to=$head
}

# judge_trial: a commit that came when a service started is good once the services are up with it, and is taken back when they
# end again and again.
judge_trial() {
  [ -n "$state_trial" ] || return 0
  if [ "$head" != "$state_trial" ]; then state_trial='' && return 0; fi
  trial_before=$(last_good)
  if [ "$why" = start ]; then
    restarts_so_far
    [ $((restarts_sum - state_trial_restarts)) -ge 3 ] || return 0
    reason="services ended again and again after it came"
  else
    opt_restart_was=$opt_restart opt_restart=yes
    if with_starts healthy; then
      opt_restart=$opt_restart_was target=
      accept "$head"
      return 0
    fi
    opt_restart=$opt_restart_was
  fi
  to=$head from=$trial_before state_trial=''
  [ -n "$from" ] && [ "$from" != "$to" ] || return 0
  attempt restarting && {
    state_commit=$from
    go_back "$reason"
  }
}

# quarantine COMMIT REASON
quarantine() {
  printf '%s %s %s\n' "$1" "$now" "$(one_line "$2")" | keep "$STATE/quarantine" || :
}

# is_quarantined COMMIT: sets $quarantine_reason.
is_quarantined() {
  read_file "$STATE/quarantine"
  quarantine_reason=${file_text#* }
  quarantine_reason=${quarantine_reason#* }
  [ -n "$1" ] && [ "${file_text%% *}" = "$1" ]
}

# is_paused: until when, and why. One that is over is taken away.
is_paused() {
  read_file "$STATE/paused"
  [ -n "$file_text" ] || return 1
  paused_until=${file_text%% *} paused_reason=${file_text#* }
  [ "$paused_until" = 0 ] || [ "$(date +%s)" -lt "$paused_until" ] || return 1
}
