# shellcheck shell=sh
# shellcheck disable=SC2016  # scripts in single quotes expand on purpose later
# Tells what is in the files of a tree. Whoever owns a directory may swap what is in it at any time, so each is reached as
# tree-walk.sh reaches it, and what has become a link meanwhile is not read. Writes nothing.

# tree_hashes_of NONCE ROOT WORDS: WORDS are escaped for printf, `PATH` and NUL after each, what is in one directory together.
# Of each directory `/DIRECTORY`, of each file in it that is still one `SHA256  ./NAME`, NUL after each; a last `end`.
tree_hashes_of() {
  printf '\n%s read\n' "$1"
  printf %b "$3" | xargs -0 -r sh -c "$TREE_ENTER$TREE_HASHES" sh "$2"
  printf 'end\0'
}

# tree_contents_of NONCE ROOT WORDS: the same with `SIZE PATH`. Of each file `SIZE PATH`, NUL, and that many bytes; of what is
# no file any more `- PATH` and NUL; a last `end`; all of it compressed.
tree_contents_of() {
  printf '\n%s read\n' "$1"
  {
    printf %b "$3" | xargs -0 -r sh -c "$TREE_ENTER$TREE_CONTENTS" sh "$2"
    printf 'end\0'
  } | gzip -1 -c
}

TREE_HASHES='
root=$1 manner=lenient dir=
shift
flush() {
  [ $# -gt 0 ] && enter "$dir" || return 0
  printf "/%s\0" "$dir"
  for one; do
    shift
    [ ! -f "$one" ] || [ -L "$one" ] || set -- "$@" "$one"
  done
  [ $# -eq 0 ] || sha256sum -z -- "$@" 2>/dev/null
}
first=yes
for path; do
  [ "$first" = no ] || set --
  first=no
  case $path in
  */*) parent=${path%/*} name=${path##*/} ;;
  *) parent=. name=$path ;;
  esac
  if [ "$dir" != "$parent" ]; then
    flush "$@"
    set --
    dir=$parent
  fi
  set -- "$@" "./$name"
done
flush "$@"
'

TREE_CONTENTS='
root=$1 manner=lenient at=
shift
for word; do
  size=${word%% *} path=${word#* }
  case $path in
  */*) parent=${path%/*} name=./${path##*/} ;;
  *) parent=. name=./$path ;;
  esac
  if [ "$at" != "$parent" ]; then at= && enter "$parent" && at=$parent; fi
  if [ "$at" = "$parent" ] && [ -f "$name" ] && [ ! -L "$name" ]; then
    printf "%s %s\0" "$size" "$path"
    dd if="$name" bs=256k count="$size" iflag=nofollow,nonblock,count_bytes status=none
  else
    printf -- "- %s\0" "$path"
  fi
done
'
