# shellcheck shell=sh
# Layout `releases`: what git ignores (settings, databases) is the host's own, and goes from the release in use to the next. As
# a hard link: whoever writes there until the switch, or after a way back, writes into the same file.

# ignored_in COMMIT LIST: what git ignores in its release, but for what is the commit's own; sorted, with NUL after each.
ignored_in() {
  carry_index=$(as_owner mktemp -d) || return 1
  owner_place=$policy_path.releases/$1
  owner_git init -q --bare --template= "$carry_index" &&
    owner_git --git-dir="$carry_index" --work-tree=. ls-files --others --ignored --exclude-standard -z >"$WORK/ignored"
  carry_code=$?
  owner_place=
  as_owner rm -rf -- "$carry_index"
  [ "$carry_code" = 0 ] && mirror_git ls-tree -r -z --name-only "$1" >"$WORK/tracked" && sort_list "$WORK/ignored" "$WORK/tracked" &&
    comm -z -23 -- "$WORK/ignored" "$WORK/tracked" >"$2"
}

sort_list() {
  for sort_one; do sort -z -o "$sort_one" -- "$sort_one" || return 1; done
}

# The files of others can be read at best, and not be linked (protected_hardlinks, proc_sys_fs(5)).
# shellcheck disable=SC2016  # for a shell of its own
CARRY_FILES='
  cp -a -l --parents --remove-destination -- "$@" "$0" 2>/dev/null && exit
  for file; do
    cp -a -l --parents --remove-destination -- "$file" "$0" 2>/dev/null ||
      cp -a --parents --remove-destination -- "$file" "$0" || exit 255
  done
'

# carry_over COMMIT: to its release, before anything is built there. What the build of the release in use has made is made anew.
carry_over() {
  : >"$WORK/carried"
  [ -n "$from" ] && [ "$from" != "$1" ] && [ -d "$policy_path.releases/$from" ] || return 0
  has_commit "$from" || return 0
  reason="what git ignores in the release in use could not be listed"
  ignored_in "$from" "$WORK/live" || return 1
  carry_made=/dev/null
  [ ! -f "$STATE/built/$from" ] || carry_made=$STATE/built/$from
  comm -z -23 -- "$WORK/live" "$carry_made" | not_in_venv >"$WORK/carried"
  carry_fits "$1" || return 1
  in_tree "$policy_path" xargs -0 -r sh -c "$CARRY_FILES" "$policy_path.releases/$1" <"$WORK/carried" 2>"$WORK/error" || {
    reason="what git ignores here could not be taken along: $(last_error "$WORK/error")"
    return 1
  }
  reason=
}

# carry_fits COMMIT: it brings none of them itself.
carry_fits() {
  mirror_git ls-tree -r -z --name-only "$1" >"$WORK/tracked" && sort_list "$WORK/tracked" || return 1
  carry_way=$(comm -z -12 -- "$WORK/carried" "$WORK/tracked" | tr '\000' '\n' | head -n 3 | tr '\n' ' ')
  reason="the commit brings what is ignored and in use here: $carry_way"
  [ -z "$carry_way" ]
}

not_in_venv() {
  if [ -z "$policy_venv" ]; then cat; else grep -zv "^$(printf '%s' "$policy_venv" | sed 's/[][\\.*^$]/\\&/g')/" || :; fi
}

# note_built COMMIT: what is there now, and was not carried over, its build has made.
note_built() {
  ignored_in "$1" "$WORK/live" && mkdir -p -- "$STATE/built" && comm -z -23 -- "$WORK/live" "$WORK/carried" | keep "$STATE/built/$1"
}
