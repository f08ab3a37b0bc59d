# shellcheck shell=sh
# The course of a run on its host. The script's end defines, from the plan:
#   $NONCE $RUN $HOLDER $LOCK_WAIT $KEEP_RUNS $ON_FAILURE, and the functions
#   check_facts, save, prepare (change nothing that is in use), act, undo, clean, tidy.

DIR=/var/lib/fleetwright/runs/$RUN
STAGE=/run/fleetwright/$RUN
LOCK=/run/fleetwright/lock

# say WORD…: into the host's own journal of the run, and to whoever still listens; nobody may.
say() {
  if [ -d "$DIR" ]; then { printf '%s\n' "$*" >>"$DIR/journal"; } 2>/dev/null; fi
  tell "$@"
}

tell() {
  printf '%s %s\n' "$NONCE" "$*" 2>/dev/null || :
}

# said ID TEXT: the lines of a command's complaint.
said() {
  printf '%s\n' "$2" | head -n 20 | while IFS= read -r said_line; do
    [ -z "$said_line" ] || say said "$1" "$(printf '%s' "$said_line" | head -c 1000)"
  done
}

main() {
  trap '' HUP PIPE
  case ${1-} in
  recover)
    recover
    return
    ;;
  esac
  exec 9<>"$LOCK" 8<&0
  listen <&8 9>&- &
  run_listener=$!
  if take_lock; then
    printf '%s\n' "$HOLDER" >"$LOCK"
    if run_error=$(take_room 2>&1); then
      end_cut_runs
      run_all
      forget_old_runs
    else
      say refused "$run_error"
    fi
  fi
  kill "$run_listener" 2>/dev/null
}

# For what is to be known of the run, however full the disk is by then. `cat` says what is wrong where a shell says "I/O error".
take_room() {
  mkdir -p -- "$DIR/saved" && printf '%40s\n' '' | cat >"$DIR/result.new" && printf 'begin %s\n' "$HOLDER" | cat >"$DIR/journal"
}

# One run at a time. Whoever asked for this one may go away while it waits: then it does not begin at all.
take_lock() {
  lock_left=$LOCK_WAIT
  until flock -n 9 && ! recovers_one; do
    flock -u 9
    IFS= read -r lock_holder <"$LOCK" || lock_holder='another program'
    if [ "$lock_left" -le 0 ]; then
      say locked "$lock_holder"
      return 1
    fi
    [ "$lock_left" -lt "$LOCK_WAIT" ] || say waiting "$lock_holder"
    flock -w 1 9 || lock_left=$((lock_left - 1))
    if [ -e "$STAGE/stop" ] || [ -e "$STAGE/alone" ]; then
      say end interrupted
      return 1
    fi
  done
}

# A run that was killed holds no lock, and still has to put things back.
recovers_one() {
  for one_run in /var/lib/fleetwright/runs/*; do
    if [ ! -d "$one_run" ] || [ -e "$one_run/result" ]; then continue; fi
    case $(systemctl show -p ActiveState --value -- "fleetwright-${one_run##*/}.service" 2>/dev/null) in
    inactive | failed) ;;
    *) return 0 ;;
    esac
  done
  return 1
}

# What has no end by now was cut short with the whole host; its half-made files go, and nobody need be told of it again.
end_cut_runs() {
  for cut_run in /var/lib/fleetwright/runs/*; do
    if [ ! -d "$cut_run" ] || [ -e "$cut_run/result" ] || [ "$cut_run" = "$DIR" ]; then continue; fi
    if [ -f "$cut_run/new" ]; then
      while IFS=' ' read -r cut_scope cut_path; do
        clean_file "$cut_scope" "$cut_path" "${cut_run##*/}"
      done <"$cut_run/new"
    fi
    if [ -f "$cut_run/trees" ]; then
      while IFS= read -r cut_stage; do rm -rf -- "$cut_stage"; done <"$cut_run/trees"
    fi
    { printf 'cut-short %s\n' "$(date +%s)" >"$cut_run/result"; } 2>/dev/null
  done
}

run_all() {
  tell begin "$HOLDER"
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
  if [ ! -f "$DIR/result" ] && [ ! -f "$STAGE/result" ] && [ -f "$DIR/journal" ]; then
    exec 9<>"$LOCK"
    flock 9
    say note 'the run was killed; putting back what it had begun'
    clean
    undo_all
  fi
  rm -rf -- "$STAGE"
}

# The result is written before it is told: a run without one was cut short. Its room was taken before the run began, for by
# now the disk may be full.
finish() {
  clean
  [ "$1" != changed ] || tidy
  { printf '%s %s\n' "$1" "$(date +%s)" >"$STAGE/result"; } 2>/dev/null
  { printf '%-40s\n' "$1 $(date +%s)" 1<>"$DIR/result.new" && mv -- "$DIR/result.new" "$DIR/result"; } 2>/dev/null
  say end "$1"
}

# The controller may ask to stop. A connection that ends says nothing to a run that has begun.
listen() {
  while IFS= read -r listen_word; do
    [ "$listen_word" != stop ] || : >"$STAGE/stop"
  done
  : >"$STAGE/alone"
}

# begin ID…: false when no new step may begin; also when it cannot be noted, because it could not be undone then.
begin() {
  [ ! -e "$STAGE/stop" ] || return 1
  for begin_id; do
    if ! { printf 'start %s\n' "$begin_id" >>"$DIR/journal"; } 2>/dev/null; then
      tell said "$begin_id" "cannot write to $DIR/journal"
      tell failed "$begin_id"
      return 1
    fi
    tell start "$begin_id"
  done
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
