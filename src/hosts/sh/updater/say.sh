# shellcheck shell=sh
# What the updater says: to who started it, to the log, to the journal and to the history.

LOG_SIZE=1048576

# plain: standard input without what a terminal would obey.
plain() {
  sed -u 's/[[:cntrl:]]/ /g'
}

# one_line TEXT: fit for a value in a file of lines, at most 300 bytes.
one_line() {
  case $1 in
  *[!A-Za-z0-9\ ._:/@+=\(\)\;,\'-]*) printf '%s' "$1" | tr '\n' ' ' | plain | head -c 300 | utf8 ;;
  *) printf '%s' "$1" ;;
  esac
}

# utf8: standard input, of which nothing is left that is not text.
utf8() {
  if command -v iconv >/dev/null; then iconv -c -f UTF-8 -t UTF-8; else tr -cd '\012\040-\176'; fi
}

# open_log: it is readable to all, and moved aside when it has become long.
open_log() {
  LOG=$LOGS/$name.log HISTORY=$LOGS/$name.history.jsonl
  [ -d "$LOGS" ] || mkdir -p -- "$LOGS"
  (exec 9>&- && rotate_long_logs) &
}

rotate_long_logs() {
  for log_size in $(stat -c %s -- "$LOG" "$HISTORY" 2>/dev/null); do
    [ "$log_size" -le "$LOG_SIZE" ] || rotate_logs
  done
}

rotate_logs() {
  for log_file in "$LOG" "$HISTORY"; do
    [ -f "$log_file" ] || continue
    [ ! -f "$log_file.1" ] || mv -f -- "$log_file.1" "$log_file.2"
    mv -f -- "$log_file" "$log_file.1"
  done
}

# say TEXT: a line for people. A full disk or a caller who has gone changes nothing else.
say() {
  case $1 in
  *[!A-Za-z0-9\ ._:/@+=\(\)\;,\'-]*) say_text=$(one_line "$1") ;;
  *) say_text=$1 ;;
  esac
  printf '%s\n' "$say_text" 2>/dev/null || :
  uptime_now
  if [ "$uptime" = "$began" ]; then say_time=$now_text; else say_time=$(date -u +%Y-%m-%dT%H:%M:%SZ); fi
  printf '%s %s\n' "$say_time" "$say_text" 2>/dev/null >>"$LOG" || :
}

# logged COMMAND…: its output goes where `say` goes, after it; gives its code. What the command leaves running holds nothing up.
logged() {
  "$@" >"$WORK/output" 2>&1 </dev/null 9>&-
  logged_code=$?
  [ ! -s "$WORK/output" ] || plain <"$WORK/output" | tee -a -- "$LOG" 2>/dev/null || :
  return "$logged_code"
}

# live COMMAND…: as `logged`, while it runs.
live() {
  : >"$WORK/output"
  # `exec`, as a shell keeps a copy of what it closes for a while only.
  (exec 9>&- && "$@") >>"$WORK/output" 2>&1 </dev/null &
  live_pid=$!
  (exec 9>&- && tail -c +1 -s 0.2 -f --pid="$live_pid" -- "$WORK/output" 2>/dev/null | plain | tee -a -- "$LOG" 2>/dev/null) || :
  wait "$live_pid"
}

# read_file PATH: its first line in $file_text, empty when there is none.
read_file() {
  file_text=
  [ ! -f "$1" ] || IFS= read -r file_text <"$1" || :
}

# json_text TEXT: as a string of JSON in $json.
json_text() {
  case $1 in
  *[!A-Za-z0-9\ ._:/@+=\<\>\;,-]*)
    json=$(printf '%s' "$1" | tr '\n' ' ' | plain | utf8 | sed 's/[\\"]/\\&/g')
    json=\"$json\"
    ;;
  *) json=\"$1\" ;;
  esac
}

# json_fields (KEY VALUE)…: an object in $json; empty values are null, numbers are told by their key.
json_fields() {
  json_object=
  while [ $# -gt 1 ]; do
    case $1:$2 in
    *:) json=null ;;
    seconds:* | code:* | time:*) json=$2 ;;
    *) json_text "$2" ;;
    esac
    json_object="${json_object:+$json_object,}\"$1\":$json"
    shift 2
  done
  json="{$json_object}"
}

# tell_journal RESULT TEXT: with fields to look for: journalctl REPO=… RESULT=…
tell_journal() {
  case $1 in
  updated | current | installed | back) tell_priority=6 ;;
  *) tell_priority=4 ;;
  esac
  logger --journald 2>/dev/null <<END || :
MESSAGE=$name: $(one_line "$2")
PRIORITY=$tell_priority
SYSLOG_IDENTIFIER=fleetwright
REPO=$name
OLD=$from
NEW=$to
RESULT=$1
WHY=$why
END
}
