# shellcheck shell=sh
# The first lines of the updater: it begins again before the rest is read.

CLEAN_PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

# clean COMMAND…: with nothing of the caller's environment. What changes a host has a session of its own, by which what a
# killed run has left is found; and no terminal, into which what a commit brings could type.
clean() {
  if [ "${FLEETWRIGHT_UPDATER-}" = clean ]; then return 0; fi
  case ${1-} in
  run | back | recover) set -- setsid -w /bin/sh "$0" "$@" ;;
  *) set -- /bin/sh "$0" "$@" ;;
  esac
  exec env -i FLEETWRIGHT_UPDATER=clean PATH="$CLEAN_PATH" LC_ALL=C HOME=/nonexistent \
    TZ="${TZ-}" ${https_proxy:+https_proxy="$https_proxy"} ${http_proxy:+http_proxy="$http_proxy"} \
    ${no_proxy:+no_proxy="$no_proxy"} "$@"
}
