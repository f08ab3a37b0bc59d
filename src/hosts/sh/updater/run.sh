# shellcheck shell=sh
# An update, in its order. Whatever happens, it ends in `finish`, which tells everybody who is to know.

# start_run: what every change of a repository begins with.
start_run() {
  uptime_now
  # What was waited for the lock is part of the time: systemd waits for a start no longer.
  began=$uptime deadline=$((${lock_asked:-$uptime} + policy_timeout))
  now=$(date -u '+%s %Y-%m-%dT%H:%M:%SZ')
  now_text=${now#* } now=${now%% *}
  WORK=$STATE/work STAGE=$STATE/work
  read_state
  open_log
  open_work || {
    finish failed "$E_BACK" "cannot write in $STATE"
    return
  }
  git_settings
  find_owner || {
    finish failed "$E_BACK" "$owner_reason"
    return
  }
  begin_head
}

open_work() {
  tidy_work
  [ -d "$WORK" ] || (umask 077 && mkdir -p -- "$WORK")
}

# tidy_work: what every run writes anew stays, for a run that finds nothing new is to be quick.
tidy_work() {
  for work_file in "$WORK"/*; do
    case ${work_file##*/} in
    '*' | answered | error | sum-error | head) ;;
    *)
      rm -rf -- "$WORK"
      return
      ;;
    esac
  done
}

# know_head: what `start_run` has begun to look for.
know_head() {
  end_head
  from=$head to=$head
}

# update: the whole of it, under the lock.
update() {
  start_run || return
  if [ -f "$STATE/attempt" ] || [ -n "$state_trial" ]; then
    know_head
    recover || return
    judge_trial || return
  fi
  if [ "$opt_first" = no ]; then may_run || return; fi
  look_for_new || return
  install_target
}

# may_run: is it paused, too soon, or outside its windows?
may_run() {
  if is_paused; then
    know_head
    finish paused "$E_PAUSED" "paused: $paused_reason"
    return
  fi
  case $why in
  start | timer | cron)
    run_since=$((now - state_attempted))
    if [ "$run_since" -ge 0 ] && [ "$run_since" -lt "$policy_interval" ]; then
      end_head
      say "asked $run_since s ago; that is not long enough"
      return "$((${state_code:-0} == 0 ? 255 : state_code))"
    fi
    ;;
  esac
  [ "$opt_window" = no ] || in_window || {
    know_head
    finish outside-window "$E_WINDOW" 'outside the windows for updates'
    return
  }
}

# look_for_new: 0 when there is something to install; else all has been said.
look_for_new() {
  state_attempted=$now
  if [ "$policy_track" = commit ] && [ -z "$opt_to" ] && [ "$state_commit" = "$policy_ref" ]; then
    know_head
    if [ "$head" = "$policy_ref" ]; then
      state_checked=$now
      [ -z "$policy_signers$policy_gpg_keys" ] || trusted "$head" || {
        finish refused "$E_REFUSED" "$refused"
        return
      }
      finish current 0 "at $head, which is pinned"
      return
    fi
  fi
  make_mirror && ask_remote
  look_code=$?
  know_head
  [ "$look_code" = 0 ] || {
    finish unreachable "$E_CHECK" "could not check: ${check_reason:-}"
    return
  }
  if [ -z "$opt_to" ] && [ "$seen" = "$state_seen" ] && [ -n "$head" ] && [ "$head" = "$state_commit" ]; then
    case $state_result in
    current | updated)
      [ "$state_result$state_alert$state_stale_told" != current ] || unchanged=yes
      state_checked=$now
      finish current 0 "at $head; nothing new"
      return
      ;;
    esac
  fi
  fetch_any || {
    finish unreachable "$E_CHECK" "could not fetch: ${check_reason:-}"
    return
  }
  state_checked=$now
  target_reason="the remote has no ${opt_to:-$policy_track $policy_ref}"
  choose_target || {
    finish unreachable "$E_CHECK" "$target_reason"
    return
  }
  to=$target
  look_at_target
}

# look_at_target: is it new, and may it come?
look_at_target() {
  state_target=$target state_behind=0
  [ -z "$head" ] || state_behind=$(mirror_git rev-list --count "$head..$target" 2>/dev/null) || state_behind=
  [ -n "$opt_to" ] || ! is_quarantined "$target" || {
    finish quarantined "$E_QUARANTINE" "$target did not do well; waiting for another: $quarantine_reason"
    return
  }
  trusted "$target" || {
    finish refused "$E_REFUSED" "$refused"
    return
  }
  [ "$target" = "$head" ] || return 0
  if [ "$state_commit" != "$head" ]; then
    # A checkout that was there before, and is now looked after; it may never have been built.
    is_built "$head" || return 0
  fi
  [ -n "$state_trial" ] || accept "$head"
  finish current 0 "at $head; nothing new"
}

# is_built COMMIT: has it been good here?
is_built() {
  [ -z "$policy_venv$policy_build" ] || grep -q "^$1 " "$STATE/good" 2>/dev/null
}

# install_target: from here on there is a way back.
install_target() {
  reason='' from=$head to=$target
  say "$name: ${from:-nothing} → $to${target_tag:+ ($target_tag)}"
  attempt preparing || {
    finish failed "$E_BACK" "cannot write in $STATE; nothing was changed"
    return
  }
  if ! prepare_place || ! hook before_update "$policy_before"; then
    end_attempt
    fail_hook
    finish failed "$E_BACK" "${reason:-the checkout could not be prepared}; nothing was changed"
    return
  fi
  if bring_about; then
    settle_in
  else
    go_back "${reason:-the commit could not be put in place}"
  fi
}

prepare_place() {
  if [ "$policy_layout" = releases ]; then
    make_release "$to" && carry_over "$to"
  else
    make_checkout && hand_over "$to" && set_aside && in_the_way "$to"
  fi
}

bring_about() {
  if [ "$policy_layout" = releases ]; then
    attempt building && build "$policy_path.releases/$to" "$to" && note_built "$to" &&
      attempt switching && link_release "$to"
  else
    attempt switching && place_commit "$to" && attempt building && build "$policy_path" "$to"
  fi && hook after_update "$policy_after" && attempt restarting && with_starts restart_services && with_starts healthy
}

# settle_in: the new commit is good; or, when a service is about to start with it, on trial.
settle_in() {
  read_head
  if [ "$why" = start ] && [ -n "$policy_restarts" ]; then
    restarts_so_far
    state_trial=$to state_trial_restarts=$restarts_sum
    state_commit=$to state_tag=$target_tag state_tag_object=$target_object
  else
    accept "$to"
  fi
  state_behind=0
  [ "$policy_layout" = checkout ] || drop_releases
  # Until this is written, a cut takes the commit back: it is good only when that is known.
  save_state && end_attempt
  finish updated 0 "updated to $to${target_tag:+ ($target_tag)}"
  settle_code=$?
  [ "$why" = start ] || pack_up
  return "$settle_code"
}

# accept COMMIT: it is the last good one.
accept() {
  state_commit=$1 state_trial=''
  [ "$1" != "$target" ] || { state_tag=$target_tag state_tag_object=$target_object; }
  if [ -n "$opt_to" ]; then state_seen=''; else state_seen=${seen:-$state_seen}; fi
  [ -n "$opt_to" ] && ! is_quarantined "$1" || rm -f -- "$STATE/quarantine"
  [ "$(last_good)" = "$1" ] || {
    [ ! -f "$STATE/good" ] || grep -v "^$1 " "$STATE/good" | tail -n 49
    printf '%s %s %s\n' "$1" "$now" "$state_tag"
  } | keep "$STATE/good"
}

last_good() {
  [ -f "$STATE/good" ] || return 0
  good_last=
  while read -r good_line; do good_last=${good_line%% *}; done <"$STATE/good"
  printf '%s\n' "$good_last"
}
