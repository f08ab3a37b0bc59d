# shellcheck shell=sh
# shellcheck disable=SC2016
# What this host's own systemd says of unit files that are not there yet.

# unit_verify (PATH SHA256 CONTENT)…: `systemd-analyze verify` of the files that would change, under their real names
# and with their drop-ins, in a tmpfs that only this process sees: nothing on the host changes. Prints nothing where all
# files are as declared, and `unavailable` where the host does not allow a private mount.
unit_verify() {
  [ $# -gt 0 ] && [ "$unit_scope" = system ] || return 0
  [ "$(unit_declared "$@")" != "$(unit_present "$@")" ] || return 0
  section "unit:$unit_scope:verify"
  unit_stream "$@" | unshare --mount --propagation private -- /bin/sh -c "$UNIT_VERIFY" 2>/dev/null ||
    printf 'unavailable\n'
}

# Files as `BYTES PATH` and that many bytes: what is in a unit file is nobody's business who lists processes.
unit_stream() {
  while [ $# -gt 0 ]; do
    printf '%s %s\n%s' "${#3}" "$1" "$3"
    shift 3
  done
}

# /dev/shm is there wherever systemd runs, and no unit file lies in it.
UNIT_VERIFY='
  mount -t tmpfs -o mode=0700,size=64m fleetwright /dev/shm 2>/dev/null || { echo unavailable; exit; }
  cd /dev/shm || exit
  names=
  while IFS=" " read -r size path; do
    case $path in
    *.d/*)
      name=${path%.d/*}
      mkdir -p -- "${path%/*}"
      ;;
    *) name=$path ;;
    esac
    head -c "$size" >"$path"
    case $name in *@.*) name=${name%%@.*}@instance.${name##*@.} ;; esac
    case " $names " in *" $name "*) ;; *) names="$names $name" ;; esac
  done
  set -f
  SYSTEMD_UNIT_PATH=/dev/shm: systemd-analyze --man=no verify -- $names 2>&1
  printf "exit=%s\n" $?
'

unit_declared() {
  while [ $# -gt 0 ]; do
    printf '%s  %s/%s\n' "$2" "$unit_dir" "$1"
    shift 3
  done
}

# The same lines for what is there. With -z, sha256sum leaves a backslash in a name alone.
unit_present() {
  unit_count=$#
  while [ "$unit_count" -gt 0 ]; do
    set -- "$@" "$unit_dir/$1"
    shift 3
    unit_count=$((unit_count - 3))
  done
  sha256sum -z -- "$@" 2>/dev/null | tr '\0' '\n'
}
