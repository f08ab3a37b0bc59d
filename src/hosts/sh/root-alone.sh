# shellcheck shell=sh
# Whether a repository of root's is root's alone.

# others_may_write PATH: prints what others than root could change of it, or in whose place they could put another. Root's git
# would run what they like.
others_may_write() {
  others_at=$1
  set -- "$1/.git" "$1/.git/config"
  while [ -n "$others_at" ]; do
    set -- "$others_at" "$@"
    others_at=${others_at%/*}
  done
  while read -r others_uid others_gid others_mode others_path; do
    case $others_uid:$others_gid:$others_mode in
    '::' | 0:*:1???) ;;
    0:*[0145][0145] | 0:0:*[0145]) ;;
    *)
      printf '%s' "$others_path"
      return
      ;;
    esac
  done <<END
$(stat -L -c '%u %g %a %n' -- "$@" 2>/dev/null)
END
}
