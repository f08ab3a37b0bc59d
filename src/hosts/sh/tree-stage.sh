# shellcheck shell=sh
# Takes in what a run will put into trees: beside each of them, where nobody else can look. Until the run has begun it belongs
# to this script: when the line breaks, or whoever sends goes away, all of it is removed; of much, what has come is kept
# for the next run (tree-resume.sh).

# stage_trees NONCE RUN (STAGE PATH PARENTS)…: PARENTS is what the plan saw on the way to PATH. What is sent for each
# STAGE follows on standard input when it is `ready`.
stage_trees() {
  stage_nonce=$1 stage_run=$2 stage_all=
  shift 2
  trap stage_gone EXIT
  trap 'exit 1' HUP INT TERM PIPE
  exec 4>&1
  while [ $# -gt 0 ]; do
    stage_one "$1" "$2" "$3" || return 1
    shift 3
  done
  stage_say staged
  # It is read to its end only when the run has come to its own, or nobody is there any more.
  cat >/dev/null
}

stage_say() {
  printf '%s %s\n' "$stage_nonce" "$*" >&4
}

# The first lines of a complaint as one.
stage_words() {
  printf '%s' "$1" | head -n 3 | tr '\n' ';' | head -c 600
}

# stage_one STAGE PATH PARENTS
stage_one() {
  if [ "$(tree_parents "$2" </dev/null)" != "$3" ]; then
    stage_say moved "the way to $2"
    return 1
  fi
  stage_sweep "$1"
  stage_error=$(mkdir -m 0700 -- "$1" 2>&1) || {
    stage_say refused "$stage_error"
    return 1
  }
  stage_all="$stage_all$1$NEWLINE"
  exec 7<"$1" && flock -n 7
  stage_resume "$1" "${1%.fleetwright-*}.fleetwright-part" || return 1
  stage_say ready
  stage_error=$({ stage_receive | gzip -dc | tar -x -p -C "$1" -f -; } 2>&1) && [ -f "$1/whole" ] || {
    stage_say refused "$2: not all of it arrived: $(stage_words "$stage_error")"
    return 1
  }
  stage_error=$({ tree_sums "$1/new" "$1/sums" && print_staged "$1"; } 2>&1 </dev/null) || {
    stage_say refused "$2: what arrived is not what was sent: $(stage_words "$stage_error")"
    return 1
  }
}

# Pieces, each after a line with its length; the last has none. Each that is taken is told: that is our sign of life.
stage_receive() {
  while IFS= read -r stage_size && [ "$stage_size" -gt 0 ]; do
    head -c "$stage_size" || return 1
    stage_say got
  done
}

# What runs that are over have left here: they were cut short with the whole host.
stage_sweep() {
  for stage_old in "${1%.fleetwright-*}".fleetwright-*; do
    if [ ! -d "$stage_old" ] || [ -L "$stage_old" ] || [ "${stage_old##*-}" = part ]; then continue; fi
    case $(systemctl show -p ActiveState --value -- "fleetwright-${stage_old##*.fleetwright-}.service" 2>/dev/null </dev/null) in
    inactive | failed) (exec 7<"$stage_old" && flock -n 7 && rm -rf -- "$stage_old") ;;
    esac
  done
}

# From the moment that the run has its own directory, what is staged is the run's. Making that directory of a run which has
# not begun keeps it from beginning.
stage_gone() {
  trap '' HUP INT TERM PIPE
  stage_left=300
  mkdir -p /run/fleetwright
  until mkdir "/run/fleetwright/$stage_run" 2>/dev/null; do
    stage_left=$((stage_left - 1))
    if [ -d "/var/lib/fleetwright/runs/$stage_run" ] || [ "$stage_left" -le 0 ]; then return; fi
    sleep 0.1
  done
  [ -d "/var/lib/fleetwright/runs/$stage_run" ] || printf '%s' "$stage_all" | while IFS= read -r stage_dir; do
    rm -f -- "$stage_dir/whole"
    stage_keep "$stage_dir" "${stage_dir%.fleetwright-*}.fleetwright-part"
    rm -rf -- "$stage_dir"
  done
  rmdir "/run/fleetwright/$stage_run"
}
