# shellcheck shell=sh
# Layout `releases`: each commit in a directory of its own, PATH.releases/COMMIT, and the path a link to one of them.

# make_release COMMIT: whole, beside those in use; one that was cut before is begun again.
make_release() {
  release=$policy_path.releases/$1
  if [ -e "$policy_path" ] && [ ! -L "$policy_path" ]; then
    reason="$policy_path is there, and not a link to a release"
    return 1
  fi
  if [ ! -d "$policy_path.releases" ]; then
    as_owner mkdir -p -- "$policy_path.releases" 2>/dev/null || {
      mkdir -p -- "${policy_path%/*}" && mkdir -- "$policy_path.releases" &&
        chown -h -- "$owner_uid:$owner_gid" "$policy_path.releases"
    } || return 1
  fi
  # What was good before is there as it was, but for what has been in use since.
  if grep -q "^$1 " "$STATE/good" 2>/dev/null && [ -d "$release" ]; then return 0; fi
  as_owner rm -rf -- "$release" && as_owner mkdir -- "$release" || return 1
  { mirror_git archive --format=tar "$1" || printf broken; } |
    in_tree "$release" tar -x -f - --no-same-owner 2>"$WORK/error" || {
    reason="the commit could not be unpacked to $release: $(last_error "$WORK/error")"
    as_owner rm -rf -- "$release"
    return 1
  }
}

# link_release COMMIT: at once, by a rename; the directory of the link may be the owner's or root's.
link_release() {
  link_new=$policy_path.fleetwright-new
  if as_owner test -w "${policy_path%/*}"; then
    as_owner sh -c 'rm -f -- "$3" && ln -s -- "$1" "$3" && mv -T -- "$3" "$2"' sh "${policy_path##*/}.releases/$1" \
      "$policy_path" "$link_new"
  else
    rm -f -- "$link_new" && ln -s -- "${policy_path##*/}.releases/$1" "$link_new" && mv -T -- "$link_new" "$policy_path"
  fi && read_head && [ "$head" = "$1" ]
}

# drop_releases: those beyond the number that is kept; what is in use and what was good last stay.
drop_releases() {
  tail -n "$policy_keep" -- "$STATE/good" | cut -d' ' -f1 >"$WORK/kept-releases"
  for drop_path in "$policy_path.releases"/*; do
    drop_commit=${drop_path##*/}
    is_commit "$drop_commit" && [ -n "$drop_commit" ] && [ "$drop_commit" != "$head" ] || continue
    grep -qxF -- "$drop_commit" "$WORK/kept-releases" && continue
    as_owner rm -rf -- "$drop_path" || :
    rm -f -- "$STATE/built/$drop_commit"
  done
}
