# shellcheck shell=sh
# Whether units run. States are asked of the manager, by name, never read from what systemctl says to people.

JOB_SINCE=$(date +%s)
JOB_LIMIT=300 # seconds that a start or stop may take before it counts as failed; systemd's own limits come first

# save_states SCOPE UNIT…: `UNIT STATE` lines.
save_states() {
  save_scope=$1
  shift
  if save_list=$(states_of "$save_scope" "$@") && keep_text "$DIR/saved/states-$save_scope" "$save_list"; then return; fi
  say refused "cannot keep the states of $*"
  return 1
}

# states_of SCOPE UNIT…: one question for all of them; the answers come in the order asked. Where a user's manager does
# not run, nothing of it does.
states_of() {
  states_scope=$1
  shift
  if is_up "$states_scope"; then
    states_now=$(manager "$states_scope" show -p ActiveState --value -- "$@" 2>/dev/null) || return 1
  else
    states_now=$(for _; do echo inactive; done)
  fi
  for states_word in $states_now; do
    printf '%s %s\n' "$1" "$states_word"
    shift
  done
}

# was_active SCOPE UNIT: before the run.
was_active() {
  grep -qxE -- "$(printf '%s' "$2" | sed 's/[.\\]/\\&/g') (active|reloading|refreshing|activating)" "$DIR/saved/states-$1"
}

is_active() {
  case $(manager "$1" show -p ActiveState --value -- "$2" 2>/dev/null) in active | reloading | refreshing) ;; *) return 1 ;; esac
}

# reload_manager ID SCOPE
reload_manager() {
  begin "$1" || return 1
  if reload_error=$(manager "$2" daemon-reload 2>&1); then
    say ok "$1"
  else
    said "$1" "$reload_error"
    say failed "$1"
    return 1
  fi
}

# run_job VERB SCOPE (ID UNIT)…: one call for all of them, so that systemd orders them among each other.
run_job() {
  job_verb=$1 job_scope=$2
  shift 2
  job_pairs="$*"
  job_count=$#
  while [ "$job_count" -gt 0 ]; do
    begin "$1" || return 1
    set -- "$@" "$2"
    shift 2
    job_count=$((job_count - 2))
  done
  [ "$job_verb" = stop ] || forget_failures "$job_scope" "$@"
  case $job_verb in *reload*) count_restarts "$job_scope" "$@" ;; esac
  if job_error=$(manager_within "$JOB_LIMIT" "$job_scope" "$job_verb" -- "$@" 2>&1); then
    job_failed=no
  else
    job_failed=yes
  fi
  set -f
  # shellcheck disable=SC2086  # ids and unit names have no blanks
  set -- $job_pairs
  set +f
  job_count=$#
  while [ $# -gt 0 ]; do
    if [ "$job_failed" = no ] || job_settled "$job_verb" "$job_scope" "$2" "$job_count"; then
      say ok "$1"
    else
      said "$1" "$job_error"
      tell_journal "$1" "$job_scope" "$2"
      say failed "$1"
    fi
    shift 2
  done
  [ "$job_failed" = no ]
}

# A unit that failed too often may not be started again until its failures are forgotten.
forget_failures() {
  forget_scope=$1
  shift
  forget_units=
  while IFS=' ' read -r forget_unit forget_state; do
    case " $* " in *" $forget_unit "*) [ "$forget_state" != failed ] || forget_units="$forget_units $forget_unit" ;; esac
  done <"$DIR/saved/states-$forget_scope"
  # shellcheck disable=SC2086  # a list of names without blanks
  [ -z "$forget_units" ] || manager "$forget_scope" reset-failed -- $forget_units 2>/dev/null
}

# A start sets systemd's count of restarts back to nothing; a reload does not.
count_restarts() {
  count_scope=$1
  shift
  for count_unit; do
    printf '%s %s\n' "$count_unit" "$(manager "$count_scope" show -p NRestarts --value -- "$count_unit" 2>/dev/null)"
  done >>"$STAGE/restarts-$count_scope"
}

# job_settled VERB SCOPE UNIT WORDS: one of them failed: was it this one? A unit whose reload failed is active all the
# same, so it is asked once more; WORDS are two where it was alone.
job_settled() {
  case $1 in
  stop) ! is_active "$2" "$3" ;;
  *reload*) [ "$4" -gt 2 ] && manager_within "$JOB_LIMIT" "$2" "$1" -- "$3" 2>/dev/null ;;
  *) is_active "$2" "$3" ;;
  esac
}

# tell_journal ID SCOPE UNIT: the last lines of what the unit itself said, since this run began. journald may still have to
# take them in.
tell_journal() {
  timeout 10 journalctl --sync 2>/dev/null 9>&-
  case $2 in
  system) journalctl --no-pager -q -o cat -n 20 --since "@$JOB_SINCE" -u "$3" ;;
  *) # journalctl's --user-unit would look for root's own units
    journal_uid=_UID=$(id -u -- "${2#user:}")
    # Whose the last words of a process were, journald asks when it may be gone; its number is known all the same.
    journal_pid=$(manager "$2" show -p ExecMainPID --value -- "$3" 2>/dev/null)
    journalctl --no-pager -q -o cat -n 20 --since "@$JOB_SINCE" "_SYSTEMD_USER_UNIT=$3" "$journal_uid" + \
      "USER_UNIT=$3" "$journal_uid" + "_PID=${journal_pid:-0}" "$journal_uid"
    ;;
  esac 2>/dev/null | while IFS= read -r journal_line; do
    say log "$1" "$(printf '%s' "$journal_line" | head -c 1000)"
  done
}

# undo_start SCOPE (ID UNIT)…: what did not run before does not run now; before its file goes.
undo_start() {
  undo_scope=$1 undo_left=0
  shift
  while [ $# -gt 0 ]; do
    if began "$1" && ! was_active "$undo_scope" "$2"; then
      manager_within "$JOB_LIMIT" "$undo_scope" stop -- "$2" 2>/dev/null ||
        manager "$undo_scope" kill -s KILL -- "$2" 2>/dev/null
      manager "$undo_scope" reset-failed -- "$2" 2>/dev/null
      if is_active "$undo_scope" "$2"; then
        undo_left=1
        say undo-failed "$1"
      else
        say undone "$1"
      fi
    fi
    shift 2
  done
  return "$undo_left"
}

# undo_stop SCOPE (ID UNIT)…: what ran before runs again, on what was put back.
undo_stop() {
  undo_scope=$1 undo_left=0
  shift
  while [ $# -gt 0 ]; do
    if began "$1" && was_active "$undo_scope" "$2"; then
      manager "$undo_scope" reset-failed -- "$2" 2>/dev/null
      manager_within "$JOB_LIMIT" "$undo_scope" restart -- "$2" 2>/dev/null
      if is_active "$undo_scope" "$2"; then
        say undone "$1"
      else
        undo_left=1
        say undo-failed "$1"
      fi
    fi
    shift 2
  done
  return "$undo_left"
}

undo_reload() {
  manager "$1" daemon-reload 2>/dev/null
}
