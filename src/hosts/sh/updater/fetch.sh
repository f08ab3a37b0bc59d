# shellcheck shell=sh
# Asking the remote. That it could not be asked is an answer of its own, never `nothing new`.

ASK_SECONDS=60

# ask_remote: sets $remote_url and $seen, the sum of what the remote has and of what we judge it by.
ask_remote() {
  ask_refs="refs/heads/* refs/tags/*"
  if [ -z "$opt_to" ]; then
    case $policy_track in
    branch) ask_refs="refs/heads/$policy_ref" ;;
    tag | version) ask_refs='refs/tags/*' ;;
    esac
  fi
  # One that hangs leaves time for the next, and for what comes after.
  uptime_now
  ask_limit=$((deadline - uptime))
  case $policy_urls in *"$NEWLINE"*) ask_limit=$((ask_limit / 3)) ;; *) ask_limit=$((ask_limit / 2)) ;; esac
  [ "$ask_limit" -le "$ASK_SECONDS" ] || ask_limit=$ASK_SECONDS
  ask_tries='0 2 6'
  [ "$why" != start ] || ask_tries=0
  for ask_pause in $ask_tries; do
    [ "$ask_pause" = 0 ] || sleep "$ask_pause"
    ask_each <<END && return 0
$policy_urls
END
  done
  return 1
}

# ask_each: the URLs are on standard input.
ask_each() {
  while IFS= read -r remote_url; do
    : >"$WORK/answered"
    # What comes is summed as it comes: an answer that changes nothing costs no program more.
    seen_sums=$(exec 2>"$WORK/error" </dev/null 9>&- && ask_one | sha256sum -- - "$policy_file" \
      ${policy_signers:+"$policy_signers"} ${policy_gpg_keys:+"$policy_gpg_keys"} 2>"$WORK/sum-error")
    seen_code=$?
    if [ -s "$WORK/answered" ]; then
      sum_seen
      return
    fi
    check_reason="$(url_shown "$remote_url"): $(last_error "$WORK/error")"
    say "could not ask $check_reason"
  done
  return 1
}

# ask_one: the names hold no blanks: git allows none. A star is for the remote.
ask_one() {
  set -f
  # shellcheck disable=SC2086
  bounded "$ask_limit" git ls-remote -q -- "$remote_url" $ask_refs && echo yes >"$WORK/answered"
}

# sum_seen: sets $seen.
sum_seen() {
  [ "$seen_code" = 0 ] || {
    check_reason=$(last_error "$WORK/sum-error")
    return 1
  }
  seen=
  while read -r seen_sum _; do seen=$seen$seen_sum; done <<END
$seen_sums
END
}

# url_shown URL: without what may be a password in it.
url_shown() {
  printf '%s' "$1" | sed 's|://[^/@]*@|://|'
}

# last_error FILE: what git wrote there, in a line.
last_error() {
  last_text=$(tail -c 600 -- "$1" | grep -v '^$' | sed 's|://[^/@ ]*@|://|g' | head -n 3 | tr '\n' ' ')
  one_line "${last_text:-no answer in time}"
}

# bounded SECONDS COMMAND…: no longer than that, nor than the run still has.
bounded() {
  uptime_now
  bounded_left=$((deadline - uptime))
  [ "$bounded_left" -lt "$1" ] || bounded_left=$1
  [ "$bounded_left" -gt 0 ] || return 124
  shift
  timeout -k 5 "$bounded_left" "$@"
}

# fetch_any: from the address that has answered; should that fail, from the others.
fetch_any() {
  fetch_remote && return 0
  fetch_failed=$remote_url
  while IFS= read -r remote_url; do
    [ "$remote_url" != "$fetch_failed" ] || continue
    say "could not fetch $check_reason"
    fetch_remote && return 0
  done <<END
$policy_urls
END
  return 1
}

# fetch_remote: all branches and tags, into the mirror. They are looked at there before anybody uses them.
fetch_remote() {
  # Locks of a fetch that was killed: nobody else works here.
  find "$MIRROR" -name '*.lock' -delete 2>/dev/null
  fetch_bounded --prune --no-tags -- "$remote_url" '+refs/heads/*:refs/heads/*' '+refs/tags/*:refs/tags/*' || return 1
  if is_commit "${opt_to:-$policy_ref}" && ! has_commit "${opt_to:-$policy_ref}"; then
    fetch_bounded --no-tags -- "$remote_url" "${opt_to:-$policy_ref}" || :
  fi
}

fetch_bounded() {
  uptime_now
  fetch_left=$((deadline - uptime))
  [ "$fetch_left" -gt 0 ] || return 1
  (mirror_limit=$fetch_left && mirror_git fetch -q --no-write-fetch-head "$@") 2>"$WORK/error" </dev/null || {
    check_reason="$(url_shown "$remote_url"): $(last_error "$WORK/error")"
    return 1
  }
  # Git calls it a success that it has left out what it cannot take.
  ! grep -q 'shallow roots are not allowed' "$WORK/error" || {
    check_reason="$(url_shown "$remote_url"): it is a shallow clone itself, without the history to follow; \`git fetch --unshallow\` there"
    return 1
  }
}

has_commit() {
  mirror_git cat-file -e "$1^{commit}" 2>/dev/null
}
