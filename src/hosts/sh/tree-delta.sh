# shellcheck shell=sh
# The host's end of rsync(1), for large files of which it has another version: what differs comes, and the rest is copied
# from there. What results is checked with all that came (tree-stage.sh).

# take_deltas NONCE STAGE WORD…: WORDs are what the other end asks its server to be called with.
take_deltas() {
  if ! command -v rsync >/dev/null; then
    printf '%s lacks rsync\n' "$1"
    return
  fi
  cd -- "$2" || return
  printf '%s go\n' "$1"
  shift 2
  exec rsync "$@"
}
