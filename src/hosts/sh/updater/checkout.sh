# shellcheck shell=sh
# Layout `checkout`: the commit takes its place in the directory, by the owner's git. What people changed there is kept, told of,
# or refused, as the policy says; what git ignores is never touched.

KEPT_STASHES=20
EMPTY_TREE=4b825dc642cb6eb9a060e54bf8d69288fbee4904

# make_checkout: where there is none yet.
make_checkout() {
  if [ ! -e "$policy_path" ]; then
    as_owner mkdir -p -- "$policy_path" 2>/dev/null || {
      mkdir -p -- "${policy_path%/*}" && mkdir -- "$policy_path" && chown -h -- "$owner_uid:$owner_gid" "$policy_path"
    } || return 1
  fi
  if [ ! -e "$policy_path/.git" ]; then
    [ -z "$(ls -A -- "$policy_path")" ] || {
      reason="$policy_path is not empty, and no repository"
      return 1
    }
    owner_git init -q --template= || return 1
  fi
  owner_git config remote.origin.url "$(first_line "$policy_urls" | sed 's|://[^/@]*@|://|')" &&
    owner_git config remote.origin.fetch '+refs/heads/*:refs/remotes/origin/*'
}

first_line() {
  printf '%s\n' "${1%%"$NEWLINE"*}"
}

# hand_over COMMIT: its objects reach the owner's repository through a pipe; the mirror stays closed to all others.
hand_over() {
  hand_has=
  if [ -n "$head" ] && has_commit "$head" && [ ! -e "$policy_path/.git/shallow" ]; then hand_has=^$head; fi
  printf '%s\n' "$1" ${hand_has:+"$hand_has"} ${target_object:+"$target_object"} | mirror_git pack-objects --revs --stdout -q |
    owner_git index-pack --stdin --fix-thin >/dev/null 2>"$WORK/error" && owner_git cat-file -e "$1^{commit}" || {
    reason="the commit could not be stored in $policy_path: $(last_error "$WORK/error")"
    return 1
  }
}

# set_aside: local changes, before anything else is. Fails with $reason where the policy wants them to stay.
set_aside() {
  [ -n "$head" ] || return 0
  rm_git_locks
  set_dirty=$(owner_git status --porcelain --untracked-files=normal --ignore-submodules=all 2>/dev/null | head -c 2000) || return 1
  if [ "$policy_local" = refuse ]; then
    [ -z "$set_dirty" ] || {
      reason="there are local changes: $(printf '%s' "$set_dirty" | head -n 3 | tr '\n' ' ')"
      return 1
    }
    has_commit "$head" || {
      reason="there are local commits: $head is not upstream"
      return 1
    }
    return 0
  fi
  has_commit "$head" || keep_commits || return 1
  [ -n "$set_dirty" ] || return 0
  if [ "$policy_local" = discard ]; then
    say "discarding local changes"
    logged owner_git reset -q --hard && logged owner_git clean -q -f -d
  else
    set_name="fleetwright $(date -u +%Y-%m-%dT%H:%M:%SZ) at $head"
    say "stashing local changes: $set_name"
    reason="the local changes could not be stashed; does all of $policy_path belong to $policy_owner?"
    logged owner_git stash push -q --include-untracked -m "$set_name" && reason='' && drop_stashes
  fi
}

# keep_commits: what was committed here stays, under a name.
keep_commits() {
  [ "$policy_local" = stash ] || return 0
  say "keeping local commits as the branch fleetwright/$head"
  logged owner_git update-ref "refs/heads/fleetwright/$head" "$head"
}

# drop_stashes: ours beyond the newest twenty; nobody else's.
drop_stashes() {
  owner_git stash list --format='%gd %gs' 2>/dev/null | grep -E '^stash@[{][0-9]+[}] On [^:]*: fleetwright [0-9]{4}-' |
    tail -n +$((KEPT_STASHES + 1)) | cut -d' ' -f1 | sort -r -t'{' -k2 -V >"$WORK/stashes"
  while IFS= read -r drop_one; do
    owner_git stash drop -q "$drop_one" </dev/null 2>/dev/null || :
  done <"$WORK/stashes"
  return 0
}

# in_the_way COMMIT: what git ignores here and the commit would take the place of: settings, databases. They are kept, so it
# cannot come. A file may be in the way of a directory, and a directory in that of a file.
# shellcheck disable=SC2016  # for awk
IN_THE_WAY='
  FILENAME == "-" { sub("/$", "") }
  FILENAME != "-" { brings[$0]; while (sub("/[^/]*$", "")) above[$0]; next }
  $0 in brings || $0 in above { print; next }
  { here = $0; while (sub("/[^/]*$", "", here)) if (here in brings) { print; next } }
'

in_the_way() {
  way_from=${head:-$EMPTY_TREE}
  owner_git diff-tree -r --no-renames --name-only --diff-filter=A -z "$way_from" "$1" >"$WORK/added" || return 1
  [ -s "$WORK/added" ] || return 0
  owner_git ls-files --others -z >"$WORK/here" && lines_of <"$WORK/added" >"$WORK/brings" || return 1
  lines_of <"$WORK/here" | awk "$IN_THE_WAY" "$WORK/brings" - | head -n 3 >"$WORK/way"
  [ -s "$WORK/way" ] || return 0
  reason="the commit brings what is ignored and in use here: $(tr '\n' ' ' <"$WORK/way")"
  return 1
}

# lines_of: names with NUL after each, as lines.
lines_of() {
  tr '\n\000' '\001\n'
}

# place_commit COMMIT: the checkout is at it, on its branch where a branch is followed.
place_commit() {
  if [ "$policy_track" = branch ] && [ -z "$opt_to" ]; then
    owner_git update-ref "refs/remotes/origin/$policy_ref" "$1" &&
      logged owner_git checkout -q --ignore-other-worktrees --no-track -B "$policy_ref" "$1" --
  else
    [ -z "$target_tag" ] || owner_git update-ref "refs/tags/$target_tag" "$target_object" || return 1
    logged owner_git checkout -q --detach "$1" --
  fi && place_submodules && read_head && [ "$head" = "$1" ] || {
    reason="the commit could not be put in place: $(last_error "$WORK/output")"
    return 1
  }
}

place_submodules() {
  [ "$policy_submodules" = true ] || return 0
  owner_protocols=$git_protocols
  logged owner_git submodule update -q --init --recursive --force
  place_code=$?
  owner_protocols=
  return "$place_code"
}

# return_commit COMMIT: back to what was there before the switch, which may have been cut anywhere. Told of all that the new
# commit has, git takes away what of it is there.
return_commit() {
  rm_git_locks
  owner_git read-tree "$to" 2>/dev/null || :
  logged owner_git reset -q --hard "$1" || return 1
  place_submodules && read_head && [ "$head" = "$1" ]
}

# clear_checkout: of a first commit whose coming was cut, nothing stays.
clear_checkout() {
  [ -e "$policy_path/.git" ] && [ "$policy_layout" = checkout ] || return 0
  rm_git_locks
  if owner_git read-tree "$to" 2>/dev/null; then owner_git read-tree --reset -u "$EMPTY_TREE"; fi
  owner_git update-ref -d HEAD
}

# rm_git_locks: of a git that was killed. One that a person runs at this moment holds one for some seconds at most.
rm_git_locks() {
  [ -n "${cut_attempt-}" ] || return 0
  in_tree "$policy_path" sh -c 'rm -f .git/index.lock .git/HEAD.lock .git/config.lock .git/refs/stash.lock .git/refs/heads/*.lock'
}
