# shellcheck shell=sh
# The check of new unit files as a step of a run, on hosts that do not allow it while planning.

# verify_unit ID STRICT NAME (PATH CONTENT)…: PATH is relative to a unit directory. Complaints are told; they fail the
# step where STRICT is yes.
verify_unit() {
  begin "$1" || return 1
  verify_id=$1 verify_strict=$2 verify_name=$3
  shift 3
  while [ $# -gt 0 ]; do
    mkdir -p -- "$STAGE/units/$(dirname -- "$1")" && printf %s "$2" >"$STAGE/units/$1"
    shift 2
  done
  case $verify_name in *@.*) verify_name=${verify_name%%@*}@instance.${verify_name##*.} ;; esac
  verify_said=$(SYSTEMD_UNIT_PATH=$STAGE/units: systemd-analyze --man=no verify -- "$verify_name" 2>&1 | grep -F -- "${verify_name%%[@.]*}")
  said "$verify_id" "$verify_said"
  if [ "$verify_strict" = yes ] && [ -n "$verify_said" ]; then
    say failed "$verify_id"
    return 1
  fi
  say ok "$verify_id"
}
