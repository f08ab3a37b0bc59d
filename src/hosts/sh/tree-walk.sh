# shellcheck shell=sh
# shellcheck disable=SC2016  # scripts in single quotes expand on purpose later
# Acts on the entries of a tree, directory by directory. Whoever owns a directory may swap what is in it at any time, a
# directory for a link to /etc say. So nothing is reached by a path of several parts: each directory is entered, the kernel
# is asked where that led, and what is done there is done to plain names.

# tree_walk ROOT FROM TO MANNER <WORDS: each word, NUL after it, is a letter and a path below ROOT:
#   s keep it in TO, by a hard link or else a copy   k copy it to TO   l link it to TO, if it is still there
#   x remove the file or link   d remove the directory, if it is empty   n make the directory
#   p put there what lies at that path in FROM   mMODE USER:GROUP PATH rights of a directory
#   h print its print and half of its hash, unless it has changed after the time FROM; TO is what a print is of (tree-prints.sh)
# MANNER `strict` fails where a directory is not there; `lenient`, for what is undone, passes it over.
tree_walk() {
  xargs -0 -r sh -c "$TREE_WALK" sh "$@" 9>&-
}

# enter DIRECTORY: of $root. No part of the way there may be a link.
TREE_ENTER='
enter() {
  case $1 in .) want=$root ;; *) want=$root/$1 ;; esac
  cd -P -- "$want" 2>/dev/null && [ "$PWD" = "$want" ] && return
  [ "$manner" = lenient ] || { printf "%s is not a directory any more\n" "$want" && exit 255; }
  return 1
}
'

TREE_WALK="$TREE_ENTER"'
root=$1 from=$2 to=$3 manner=$4
shift 4
flush() {
  [ $# -gt 0 ] && enter "$dir" || return 0
  case $op in
  s)
    into || exit 255
    cp -al -t "$to/$dir" -- "$@" 2>/dev/null || cp -a -t "$to/$dir" -- "$@" || exit 255
    ;;
  l) into && cp -al -t "$to/$dir" -- "$@" 2>/dev/null ;;
  k) into && cp -a -t "$to/$dir" -- "$@" || exit 255 ;;
  x) rm -f -- "$@" || exit 255 ;;
  d) rmdir --ignore-fail-on-non-empty -- "$@" 2>/dev/null ;;
  n) for name; do [ -d "$name" ] && [ ! -L "$name" ] || mkdir -m 0700 -- "$name" || exit 255; done ;;
  p) mv -f -t . -- "$@" || exit 255 ;;
  h) prints "$@" ;;
  esac
}
into() {
  [ -d "$to/$dir" ] || mkdir -p -- "$to/$dir"
}
prints() {
  count=$#
  now=$(find -P "$@" -maxdepth 0 "(" -type f ! -newerct "@$from" -printf "$to\n" ")" -o -printf "-\n" 2>/dev/null)
  sums=$(for name; do [ -f "$name" ] && [ ! -L "$name" ] || exit; done; exec sha256sum -- "$@" 2>/dev/null)
  lines=$IFS IFS="
"
  set -f
  # One that went away meanwhile would give the others the hashes of their neighbours.
  set -- $now
  if [ $# -eq "$count" ]; then
    set -- $sums
    if [ $# -eq "$count" ]; then
      for print in $now; do
        sum=${1#\\}
        shift
        [ "$print" = - ] || printf "%s %.32s\n" "$print" "$sum"
      done
    fi
  fi
  set +f
  IFS=$lines
}
rights() {
  [ "$manner" != lenient ] || [ -d "$root/$2" ] || return 0
  enter "$2" || return 0
  owner=${1#* }
  chown -- "$owner" . && chmod -- "0${1%% *}" . || exit 255
}
op= dir= first=yes
for word; do
  [ "$first" = no ] || set --
  first=no
  letter=${word%"${word#?}"} path=${word#?}
  if [ "$letter" = m ]; then
    flush "$@"
    set --
    mode=${path%% *} path=${path#* }
    rights "$mode ${path%% *}" "${path#* }"
    op=
    continue
  fi
  case $path in
  */*) parent=${path%/*} name=${path##*/} ;;
  *) parent=. name=$path ;;
  esac
  if [ "$op $dir" != "$letter $parent" ]; then
    flush "$@"
    set --
    op=$letter dir=$parent
  fi
  case $op in
  p) set -- "$@" "$from/$path" ;;
  *) set -- "$@" "./$name" ;;
  esac
done
[ "$first" = yes ] || flush "$@"
'

# tree_at ROOT <PATHS: what lies at each `./PATH`, as a plan keeps it.
tree_at() {
  (
    cd -P -- "$1" 2>/dev/null || exit 0
    xargs -0 -r sh -c '
      exec find -P "$@" -maxdepth 0 \( -type d -printf "d %m %u:%g %p\0" \) -o \( -type f -printf "f %m %u:%g %s %T@ %p\0" \) -o \
        \( -type l -printf "l %u:%g %T@ %p\0" \) -o -printf "o %y %p\0"
    ' sh 2>/dev/null
  )
}
