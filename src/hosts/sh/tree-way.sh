# shellcheck shell=sh
# The way to a tree: what its plan sees, what is sent for it and what its run acts on must be the same directory.

# tree_way FORMAT PATH: of each directory above PATH that is there, `/` first, what find prints by FORMAT.
tree_way() {
  way_format=$1 way_at='' way_rest=${2#/}
  set -- /
  while :; do
    case $way_rest in */*) ;; *) break ;; esac
    way_at=$way_at/${way_rest%%/*} way_rest=${way_rest#*/}
    if [ ! -e "$way_at" ] && [ ! -L "$way_at" ]; then break; fi
    set -- "$@" "$way_at"
  done
  find -P "$@" -maxdepth 0 -printf "$way_format"
}

# tree_parents PATH: what a plan keeps of them.
tree_parents() {
  tree_way '%y %m %u %p\n' "$1"
}

# tree_sums DIRECTORY LIST: do the files of LIST.paths have the hashes of LIST? An empty one is no list.
tree_sums() {
  [ -s "$2" ] || return 0
  (cd -- "$1" && xargs -0 sha256sum -z -- <"$2.paths") | cmp -- "$2" -
}
