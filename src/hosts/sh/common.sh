# shellcheck shell=sh
# Runs on a managed host, at the start of every script. Values reach it as words of a call at the end of the script,
# never as text in between.
LC_ALL=C TZ=UTC
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL TZ PATH
unset SYSTEMD_UNIT_PATH SYSTEMD_PAGER DBUS_SESSION_BUS_ADDRESS XDG_RUNTIME_DIR ENV BASH_ENV CDPATH
NEWLINE='
'
IFS=" 	$NEWLINE"
umask 077

# as SCOPE COMMAND…: as root for `system`, else as that user with the variables that reach their manager. Files in a
# user's home are only ever touched as that user, so a link they plant leads nowhere that they could not go themselves;
# and not for ever, should they make it hang.
as() {
  as_scope=$1
  shift
  case $as_scope in
  system) "$@" ;;
  user:*)
    as_user=${as_scope#user:}
    as_uid=$(id -u -- "$as_user") || return 1
    timeout -k 5 "${AS_LIMIT:-60}" setpriv --reuid "$as_uid" --regid "$(id -g -- "$as_user")" --init-groups -- \
      env HOME="$(home_of "$as_user")" USER="$as_user" XDG_RUNTIME_DIR="/run/user/$as_uid" "$@" 9>&-
    ;;
  esac
}

# manager SCOPE ARGUMENT…: systemctl of that manager, for what takes it moments. A user can stop their own manager; the
# machine's may be busy.
manager() {
  case $1 in
  system) manager_within 120 "$@" ;;
  *) manager_within 15 "$@" ;;
  esac
}

# manager_within SECONDS SCOPE ARGUMENT…: gives up after that. systemctl may outlive a run that is killed, so it does not
# hold the run's lock.
manager_within() {
  within_limit=$1 within_scope=$2
  shift 2
  case $within_scope in
  system) timeout -k 10 "$within_limit" systemctl --no-ask-password --no-pager "$@" 9>&- ;;
  *) AS_LIMIT=$within_limit as "$within_scope" systemctl --user --no-ask-password --no-pager "$@" ;;
  esac
}

# is_up SCOPE: does that manager run?
is_up() {
  [ "$1" = system ] || [ -S "/run/user/$(id -u -- "${1#user:}")/systemd/private" ]
}

home_of() {
  home_entry=$(getent passwd -- "$1") || return 1
  home_entry=${home_entry%:*}
  printf '%s\n' "${home_entry##*:}"
}

# config_dir SCOPE: where an administrator's unit files of that manager lie.
config_dir() {
  case $1 in
  system) printf '%s\n' /etc/systemd/system ;;
  *) config_home=$(home_of "${1#user:}") && printf '%s/.config/systemd/user\n' "$config_home" ;;
  esac
}

# runtime_dir SCOPE: the same until the next boot.
runtime_dir() {
  case $1 in
  system) printf '%s\n' /run/systemd/system ;;
  *) printf '/run/user/%s/systemd/user\n' "$(id -u -- "${1#user:}")" ;;
  esac
}
