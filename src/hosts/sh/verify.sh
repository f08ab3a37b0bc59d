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
  unshare --mount --propagation private -- /bin/sh -c '
    mount -t tmpfs -o mode=0700,size=16m fleetwright /mnt 2>/dev/null || { echo unavailable; exit; }
    cd /mnt || exit
    names=
    while [ $# -gt 0 ]; do
      case $1 in */*) mkdir -p -- "${1%/*}" ;; *) names="$names $1" ;; esac
      case $1 in *.d/*) base=${1%.d/*}; case " $names " in *" $base "*) ;; *) names="$names $base" ;; esac ;; esac
      printf %s "$3" >"$1"
      shift 3
    done
    set --
    set -f
    for name in $names; do
      case $name in *@.*) name=${name%%@.*}@instance.${name##*@.} ;; esac
      set -- "$@" "$name"
    done
    SYSTEMD_UNIT_PATH=/mnt: systemd-analyze --man=no verify -- "$@" 2>&1
    printf "exit=%s\n" $?
  ' sh "$@" 2>/dev/null </dev/null || printf 'unavailable\n'
}

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
