# shellcheck shell=sh
# The commands.

# defaults: what the parts of an attempt are before it has come to them.
defaults() {
  why=hand opt_to='' opt_restart=yes opt_window=yes opt_first=no from='' to='' target='' target_tag='' target_object='' signer=''
  seen='' outcome='' phase='' head='' head_pid='' began='' unchanged='' owner_place='' lock_taken=''
}

verb_run() {
  defaults
  read_policy "${1-}" || return
  shift
  while [ $# -gt 0 ]; do
    case $1 in
    --why) why=${2-} && shift ;;
    --to) opt_to=${2-} && shift ;;
    --no-restart) opt_restart=no ;;
    --ignore-window) opt_window=no ;;
    --first) opt_first=yes ;;
    *) usage || return ;;
    esac
    shift || return "$E_USAGE"
  done
  case $why:$opt_to in
  apply:* | timer:* | cron:* | start:* | hand:*) ;;
  *) usage || return ;;
  esac
  case $opt_to in -*) usage || return ;; esac
  run_wait=0
  [ "$why" != start ] || run_wait=$policy_timeout
  if take_lock "$run_wait"; then update; else locked; fi
  ended $?
}

# ended CODE: of what is told to systemd before a service starts. What was decided by a person keeps no service down.
ended() {
  [ -z "$lock_taken" ] || : >"$LOCKS/repo-$name.session"
  case $why:$policy_start:$1 in
  *:255) return 0 ;;
  start:start_last_good:* | start:*:"$E_PAUSED" | start:*:"$E_WINDOW") return 0 ;;
  *) return "$1" ;;
  esac
}

locked() {
  if [ "$why" = start ] && [ -e "$LOCKS/repo-$name.restarting" ]; then return 0; fi
  echo "$name: another update of it is at work"
  return "$E_LOCKED"
}

# verb_back NAME: to the last good commit before the one that is there, which is not to come again by itself.
verb_back() {
  defaults
  read_policy "${1-}" || return
  opt_window=no opt_first=yes
  take_lock 0 || { locked || return; }
  start_run || return
  know_head
  recover || { ended $? || return; }
  opt_to=$(cut -d' ' -f1 <"$STATE/good" 2>/dev/null | grep -vxF -- "${head:-none}" | tail -n 1)
  is_commit "$opt_to" || {
    echo "$name: no good commit before this one is known" >&2
    return 1
  }
  target=$opt_to to=$opt_to back_from=$head
  has_commit "$target" || {
    echo "$name: $target is no longer known" >&2
    return 1
  }
  trusted "$target" || {
    finish refused "$E_REFUSED" "$refused"
    ended $? || return
  }
  install_target
  back_code=$?
  if [ "$back_code" = 255 ] && [ -n "$back_from" ]; then
    quarantine "$back_from" 'a person went back from it'
    grep -v "^$back_from " "$STATE/good" | keep "$STATE/good"
  fi
  ended "$back_code"
}

# verb_recover NAME: what a run has begun that was cut is taken back, when the host has booted and its services are yet to
# start. The network may not be there, and nobody is told: what fails here is tried again by the next run, and told by it.
verb_recover() {
  defaults
  why=boot
  read_policy "${1-}" || return
  [ -f "$STATE/attempt" ] || return 0
  take_lock 0 || { locked || return; }
  start_run || { ended $? || return; }
  know_head
  recover || { ended $? || return; }
  save_state 2>/dev/null || say "cannot write the state of $name"
  tidy_work
  ended 0
}

verb_history() {
  read_policy "${1-}" || return
  case ${2-20} in '' | *[!0-9]*) usage || return ;; esac
  cat -- "$LOGS/$name.history.jsonl.1" "$LOGS/$name.history.jsonl" 2>/dev/null | tail -n "${2-20}"
}

# verb_pause NAME UNTIL REASON: seconds since 1970, or 0 for `until it is resumed`.
verb_pause() {
  defaults
  read_policy "${1-}" || return
  case ${2-} in '' | *[!0-9]*) usage || return ;; esac
  mkdir -p -- "$STATE" && printf '%s %s\n' "$2" "$(one_line "${3-no reason given}")" | keep "$STATE/paused"
}

# verb_resume NAME: from a pause, and with commits that did not do well.
verb_resume() {
  defaults
  read_policy "${1-}" || return
  rm -f -- "$STATE/paused" "$STATE/quarantine"
}

# verb_verify NAME: is what is there still what the policy accepts?
verb_verify() {
  defaults
  why=hand
  read_policy "${1-}" || return
  WORK=$(mktemp -d) || return
  STAGE=$WORK
  read_state
  uptime_now
  deadline=$((uptime + policy_timeout))
  git_settings
  find_owner && read_head
  target=$head target_tag=$state_tag target_object=$state_tag_object opt_to=$head
  [ "$head" = "$state_commit" ] || target_tag=
  if [ -z "$head" ]; then
    refused="${owner_reason:-no commit is there}"
  elif [ "$policy_signers$policy_gpg_keys" = '' ]; then
    refused='unverified: the policy names no keys'
  elif has_commit "$head"; then
    trusted "$head"
  else
    refused="unknown: $head is not known upstream"
  fi
  rm -rf -- "$WORK"
  [ -z "$refused" ] || { printf 'refused=%s\n' "$(one_line "$refused")" && return "$E_REFUSED"; }
  printf 'commit=%s\nsigner=%s\n' "$head" "$(one_line "$signer")"
}

# verb_remove NAME: all that is the updater's own; the checkout stays.
verb_remove() {
  defaults
  read_policy "${1-}" || return
  take_lock 0 || { locked || return; }
  rm -rf -- "$STATE" && rm -f -- "$LOGS/$name.log" "$LOGS/$name.log.1" "$LOGS/$name.log.2" "$LOGS/$name.history.jsonl" \
    "$LOGS/$name.history.jsonl.1" "$LOGS/$name.history.jsonl.2" "$POLICIES/$name.policy" "$POLICIES/$name.signers" \
    "$POLICIES/$name.gpg" "$POLICIES/$name.key" "$POLICIES/$name.known_hosts" "$LOCKS/repo-$name.session" \
    "$LOCKS/repo-$name.lock"
}
