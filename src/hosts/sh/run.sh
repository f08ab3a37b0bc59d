# shellcheck shell=sh
# The course of a run on its host. The script's end defines, from the plan:
#   $NONCE $RUN $HOLDER $LOCK_WAIT $KEEP_RUNS $ON_FAILURE, and the functions
#   check_facts, save, prepare (change nothing that is in use), act, undo, clean.

DIR=/var/lib/fleetwright/runs/$RUN
STAGE=/run/fleetwright/$RUN
LOCK=/run/fleetwright/lock

# say WORD…: into the host's own journal of the run, and to whoever still listens.
say() {
  [ ! -d "$DIR" ] || printf '%s\n' "$*" >>"$DIR/journal" 2>/dev/null
  printf '%s %s\n' "$NONCE" "$*" 2>/dev/null
}

# said ID TEXT: the lines of a command's complaint.
said() {
  printf '%s\n' "$2" | head -n 20 | while IFS= read -r said_line; do
    [ -z "$said_line" ] || say said "$1" "$(printf '%s' "$said_line" | head -c 1000)"
  done
}

main() {
  trap '' HUP PIPE
  case ${1-} in recover) recover && return ;; esac
  exec 9<>"$LOCK" 8<&0
  if ! flock -w "$LOCK_WAIT" 9; then
    IFS= read -r run_holder <"$LOCK" || run_holder='another program'
    say locked "$run_holder"
    rm -rf -- "$STAGE"
    return
  fi
  printf '%s\n' "$HOLDER" >"$LOCK"
  if ! run_error=$(mkdir -p -- "$DIR/saved" 2>&1); then
    say refused "$run_error"
    rm -rf -- "$STAGE"
    return
  fi
  listen <&8 &
  run_listener=$!
  run_all
  kill "$run_listener" 2>/dev/null
  forget_old_runs
}

run_all() {
  say begin "$HOLDER"
  if ! check_facts; then
    finish stale
  elif ! save || ! prepare; then
    clean
    finish refused
  elif act; then
    finish changed
  elif [ "$ON_FAILURE" = stop ] && [ ! -e "$STAGE/stop" ]; then
    finish failed
  else
    undo_all
  fi
}

undo_all() {
  if undo; then
    if [ -e "$STAGE/stop" ]; then finish interrupted; else finish rolled-back; fi
  else
    finish undo-failed
  fi
}

# The run's own process is gone. Either it had finished, or what it began is put back now.
recover() {
  if [ ! -f "$DIR/result" ] && [ -f "$DIR/journal" ]; then
    exec 9<>"$LOCK"
    flock -w 60 9
    say note 'the run was killed; putting back what it had begun'
    clean
    undo_all
  fi
  rm -rf -- "$STAGE"
}

# The result is written whole before it is told: a run without one was cut short.
finish() {
  clean
  if printf '%s %s\n' "$1" "$(date +%s)" >"$DIR/result.new" 2>/dev/null; then mv -- "$DIR/result.new" "$DIR/result"; fi
  say end "$1"
}

# The controller may ask to stop; a connection that ends says nothing.
listen() {
  while IFS= read -r listen_word; do
    [ "$listen_word" != stop ] || : >"$STAGE/stop"
  done
}

# begin ID…: false when no new step may begin.
begin() {
  [ ! -e "$STAGE/stop" ] || return 1
  for begin_id; do say start "$begin_id"; done
}

# began ID: was this step begun, by this process or the one before it?
began() {
  grep -qx "start $1" "$DIR/journal"
}

forget_old_runs() {
  set -- /var/lib/fleetwright/runs/*
  while [ $# -gt "$KEEP_RUNS" ]; do
    case $1 in "$DIR") ;; *) rm -rf -- "$1" ;; esac
    shift
  done
}
