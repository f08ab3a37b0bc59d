# shellcheck shell=sh
# What a host knows of a repository: the checkout, what its remote has now, what of ours is installed. Writes nothing.

REPO_STATES=/var/lib/fleetwright/repos
REPO_POLICIES=/etc/fleetwright/repos.d

# look_repo NAME PATH OWNER KIND REF SSH_KEY KNOWN_HOSTS PROTOCOLS UNITS CALENDAR URLS NEEDS
# UNITS and NEEDS are lists with blanks between, CALENDAR and URLS with lines. Without a PATH that of the installed policy is meant,
# and the remote is not asked.
look_repo() {
  repo_name=$1 repo_path=$2 repo_owner=$3 repo_kind=$4 repo_ref=$5 repo_key=$6 repo_known=$7 repo_allowed=$8
  shift 8
  repo_units=$1 repo_calendar=$2 repo_urls=$3 repo_needed=$4
  # The remote is asked meanwhile; what it has said is told when the rest is.
  { [ -z "$repo_urls" ] || repo_remote; } </dev/null | repo_here
}

# All but the remote, whose answer is standard input.
repo_here() {
  exec 3<&0 </dev/null
  section "repo:$repo_name:facts"
  repo_installed
  [ -n "$repo_path" ] || repo_path=$repo_policy_path
  repo_tools
  # shellcheck disable=SC2086  # a list
  repo_needs $repo_needed
  [ -z "$repo_path" ] || repo_checkout
  repo_next
  repo_files
  repo_shown
  repo_answer=$(cat <&3)
  printf '%s\n' "$repo_answer"
  [ -z "$repo_urls" ] || repo_log "$repo_answer"
  section "repo:$repo_name:end"
  printf 'end\n'
}

# What the installed policy says, and what the updater knows.
repo_installed() {
  repo_policy_path=
  if [ -f "$REPO_POLICIES/$repo_name.policy" ]; then
    repo_policy_path=$(sed -n 's/^path=//p' "$REPO_POLICIES/$repo_name.policy" | head -n 1)
    printf 'policy=%s\n' "$repo_policy_path"
  fi
  repo_accepted=
  if [ -f "$REPO_STATES/$repo_name/state" ]; then
    repo_accepted=$(sed -n 's/^commit=//p' "$REPO_STATES/$repo_name/state")
    printf 'state_commit=%s\n' "$repo_accepted"
  fi
  if [ -f "$REPO_STATES/$repo_name/paused" ] && read -r repo_until _ <"$REPO_STATES/$repo_name/paused"; then
    case $repo_until in
    0) printf 'paused=yes\n' ;;
    *[!0-9]* | '') ;;
    *) [ "$(date +%s)" -ge "$repo_until" ] || printf 'paused=yes\n' ;;
    esac
  fi
  if [ -f "$REPO_STATES/$repo_name/quarantine" ]; then sed 's/^/quarantine=/' "$REPO_STATES/$repo_name/quarantine" | head -n 20; fi
  if [ -f /usr/local/lib/fleetwright/repo-update ]; then
    printf 'program=%s\n' "$(sha256sum </usr/local/lib/fleetwright/repo-update | cut -c 1-64)"
  fi
}

repo_tools() {
  repo_version=$(git --version 2>/dev/null) || repo_version=
  printf 'git=%s\n' "${repo_version#git version }"
  for repo_tool in flock setpriv timeout; do command -v "$repo_tool" >/dev/null || printf 'lacks=%s\n' "$repo_tool"; done
  if id -u -- "$repo_owner" >/dev/null 2>&1; then printf 'owner=yes\n'; else printf 'owner=no\n'; fi
}

# as_repo_owner COMMAND…: nothing that the checkout's configuration names may run as root.
as_repo_owner() {
  if [ "$(id -u -- "$repo_owner")" = 0 ]; then "$@"; else AS_LIMIT=60 as "user:$repo_owner" "$@"; fi
}

# All that is asked of a checkout, by one shell of its owner.
# shellcheck disable=SC2016  # for a shell of its own
REPO_STATE='
  ask() {
    git -c core.hooksPath=/dev/null -c core.fsmonitor=false -c core.pager=cat -c submodule.recurse=false "$@" 2>/dev/null </dev/null
  }
  cd -- "$1" || exit
  printf "head=%s\nbranch=%s\nremote=%s\n" "$(ask rev-parse --verify -q "HEAD^{commit}")" \
    "$(ask symbolic-ref -q --short HEAD)" "$(ask config --get remote.origin.url)"
  printf "changed=%s\nstashes=%s\n" "$(ask status --porcelain=v1 -unormal --ignore-submodules=all | wc -l)" "$(ask stash list | wc -l)"
  printf "ahead=%s\n" "$(ask rev-list --count --ignore-missing HEAD --not --remotes --tags \
    $(ask rev-parse -q --verify FETCH_HEAD) ${2:+"$2"})"
'

repo_checkout() {
  if [ -L "$repo_path" ]; then
    printf 'at=link\ntarget=%s\n' "$(readlink -- "$repo_path" | tr -d '\n')"
  elif [ -d "$repo_path" ]; then
    if [ -e "$repo_path/.git" ]; then printf 'at=repository\n'
    elif [ -z "$(find -P "$repo_path" -mindepth 1 -maxdepth 1 -print 2>/dev/null | head -n 1)" ]; then printf 'at=empty\n'
    else printf 'at=directory\n'
    fi
  elif [ -e "$repo_path" ]; then
    printf 'at=file\n'
  else
    printf 'at=nothing\n'
  fi
  if [ -e "$repo_path" ]; then
    printf 'holder=%s\n' "$(stat -L -c %U -- "$repo_path")"
    [ "$(id -u -- "$repo_owner")" != 0 ] || printf 'loose=%s\n' "$(others_may_write "$(readlink -f -- "$repo_path")")"
  fi
  repo_above=${repo_path%/*}
  while [ -n "$repo_above" ]; do
    if [ -e "$repo_above/.git" ]; then
      printf 'inside=%s\n' "$repo_above"
      break
    fi
    repo_above=${repo_above%/*}
  done
  repo_head=
  if [ -L "$repo_path" ]; then
    repo_head=$(readlink -- "$repo_path")
    repo_head=${repo_head##*/}
    case $repo_head in *[!0-9a-f]*) repo_head= ;; *) printf 'head=%s\n' "$repo_head" ;; esac
    return
  fi
  [ -e "$repo_path/.git" ] && id -u -- "$repo_owner" >/dev/null 2>&1 || return 0
  repo_state=$(as_repo_owner env GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_TERMINAL_PROMPT=0 GIT_OPTIONAL_LOCKS=0 \
    sh -c "$REPO_STATE" sh "$repo_path" "$repo_accepted" </dev/null)
  printf '%s\n' "$repo_state"
  repo_head=${repo_state%%"$NEWLINE"*}
  repo_head=${repo_head#head=}
  case $repo_head in *[!0-9a-f]*) repo_head= ;; esac
}

# When the timer would run (many times, where there are windows that it should meet), in this host's own time zone; what its
# systemd does not understand is told.
repo_next() {
  case " $repo_needed " in *" times "*) repo_often=400 ;; *) repo_often=3 ;; esac
  printf '%s\n' "$repo_calendar" | while IFS= read -r repo_line; do
    [ -n "$repo_line" ] || continue
    repo_times=$(env -u TZ systemd-analyze calendar --iterations="$repo_often" -- "$repo_line" 2>/dev/null) ||
      printf 'misunderstood=%s\n' "$repo_line"
    printf '%s\n' "$repo_times" | sed -n -e 's/^ *\(Next elapse\|Iter[^:]*\): */next=/p' -e 's/^ *(in UTC): */utc=/p'
  done
}

# Every file of ours that has to do with it, and the crontabs that may have.
repo_files() {
  set --
  for repo_file in /usr/local/lib/fleetwright/repo-update "$REPO_POLICIES/$repo_name".policy "$REPO_POLICIES/$repo_name".signers \
    "$REPO_POLICIES/$repo_name".gpg "$REPO_POLICIES/$repo_name".known_hosts "/etc/cron.d/fleetwright-$repo_name" \
    "/etc/systemd/system/fleetwright-repo-$repo_name.timer" "/etc/systemd/system/fleetwright-repo-$repo_name.service" \
    "/etc/systemd/system/fleetwright-recover-$repo_name.service" \
    /usr/local/lib/systemd/system/*.d/"50-fleetwright-repo-$repo_name.conf" \
    /var/spool/cron/crontabs/root "/var/spool/cron/crontabs/$repo_owner" /var/spool/cron/root "/var/spool/cron/$repo_owner"; do
    if [ -f "$repo_file" ] && [ ! -L "$repo_file" ]; then set -- "$@" "$repo_file"; fi
  done
  section "repo:$repo_name:stat"
  [ $# -eq 0 ] || stat --printf='%F|%a|%U:%G|%s|%.6Y|%n\0' -- "$@"
  section "repo:$repo_name:text"
  [ $# -eq 0 ] || cat -- "$@"
}

repo_shown() {
  section "repo:$repo_name:units"
  set -f
  # shellcheck disable=SC2086  # a list
  manager system show -p Id,Names,LoadState,ActiveState -- "fleetwright-repo-$repo_name.timer" $repo_units 2>/dev/null
  set +f
  section "repo:$repo_name:wanted"
  [ ! -L "/etc/systemd/system/timers.target.wants/fleetwright-repo-$repo_name.timer" ] || printf 'yes\n'
}

# repo_clean COMMAND…: for a moment, with nothing in its environment but how the remote is reached.
repo_clean() {
  repo_ssh="ssh -F /dev/null -o BatchMode=yes -o StrictHostKeyChecking=yes -o ConnectTimeout=10 -o GlobalKnownHostsFile=/dev/null"
  repo_ssh="$repo_ssh -o UserKnownHostsFile=$repo_known -o IdentitiesOnly=yes -o IdentityAgent=none -i ${repo_key:-/dev/null}"
  (cd / && timeout -k 2 20 env -i PATH="$PATH" HOME=/nonexistent LC_ALL=C GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null \
    GIT_TERMINAL_PROMPT=0 GIT_NO_REPLACE_OBJECTS=1 GIT_ALLOW_PROTOCOL="$repo_allowed" GIT_SSH_COMMAND="$repo_ssh" GIT_SSH_VARIANT=ssh \
    "$@" </dev/null)
}

# repo_reachable URL: a server without a known key is not asked.
repo_reachable() {
  case $1 in ssh://* | *@*:*) [ -f "$repo_known" ] ;; esac
}

# The remote's refs, by the first address that answers in time.
repo_remote() {
  section "repo:$repo_name:refs"
  case $repo_kind in
  branch) set -- "refs/heads/$repo_ref" ;;
  commit) set -- HEAD ;;
  tag) set -- "refs/tags/$repo_ref" "refs/tags/$repo_ref^{}" ;;
  version) set -- 'refs/tags/*' ;;
  esac
  printf '%s\n' "$repo_urls" | while IFS= read -r repo_url; do
    repo_reachable "$repo_url" || continue
    if repo_refs=$(repo_clean git -c http.followRedirects=initial -c versionsort.suffix=- ls-remote --sort=-v:refname -- "$repo_url" "$@" 2>&1); then
      printf 'answered\n%s\n' "$repo_refs" | head -c 2000000
      break
    fi
    printf 'silent %s\n' "$(printf '%s' "$repo_refs" | tail -n 1 | head -c 300)"
  done
}

# repo_log ANSWER: of what is new the number and the subjects.
repo_log() {
  [ -d "$REPO_STATES/$repo_name/mirror.git" ] && [ -n "$repo_head" ] || return 0
  repo_newest "$(printf '%s\n' "$1" | sed '1,/^answered$/d' | head -n 2)"
  case $repo_target in '' | *[!0-9a-f]* | "$repo_head") return 0 ;; esac
  section "repo:$repo_name:log"
  repo_clean unshare --mount --propagation private -- sh -c "$REPO_NEW" sh "$REPO_STATES/$repo_name/mirror.git" \
    "$(repo_answering "$1")" "$repo_new" "$repo_target" "$repo_head" "$repo_accepted" 2>/dev/null | cut -c 1-200
}

# repo_newest LINES: $repo_target, and in $repo_new the ref that leads there. Of a tag with a message git tells two lines; that
# with `^{}` has the commit.
repo_newest() {
  repo_new=${1%%"$NEWLINE"*}
  case $repo_new in
  *"^{}") repo_new=${repo_new%"^{}"} ;;
  *) case $1 in *"	${repo_new#*	}^{}") repo_new="${1#*"$NEWLINE"}" && repo_new=${repo_new%"^{}"} ;; esac ;;
  esac
  repo_target=${repo_new%%	*} repo_new=${repo_new#*	}
  [ "$repo_kind" != commit ] || repo_target=$repo_ref
}

# repo_answering ANSWER: the address that it is from.
repo_answering() {
  repo_silent=$(printf '%s\n' "$1" | sed '/^answered$/,$d' | grep -c '^silent ')
  printf '%s\n' "$repo_urls" | while IFS= read -r repo_url; do
    repo_reachable "$repo_url" || continue
    if [ "$repo_silent" -eq 0 ]; then printf '%s' "$repo_url" && break; fi
    repo_silent=$((repo_silent - 1))
  done
}

# MIRROR URL REF COMMIT HEAD ACCEPTED: how many commits are new, whether COMMIT comes from what was accepted, and the subjects. A
# look leaves nothing on a host, so what the mirror lacks comes into a tmpfs that only this process sees: commits alone, where
# the server can do that (git-rev-list(1), --filter=tree:0). The same place as in verify.sh.
REPO_NEW='
  mount -t tmpfs -o mode=0700,size=64m fleetwright /dev/shm && cd /dev/shm && git init -q --bare --template= . || exit
  mkdir -p objects/info && printf "%s\n" "$1/objects" >objects/info/alternates
  git cat-file -e "$4^{commit}" 2>/dev/null || git -c http.followRedirects=initial -c gc.auto=0 -c maintenance.auto=false \
    -c fetch.recurseSubmodules=false fetch -q --no-tags --filter=tree:0 -- "$2" "+$3:refs/new" || exit
  git merge-base --is-ancestor "${6:-$5}" "$4" 2>/dev/null
  [ $? = 1 ] && how=rewound || how=
  printf "%s %s %s\n" "$4" "$(git rev-list --count "$5..$4")" "$how"
  git log --no-color --no-show-signature --format=%s -n 20 "$5..$4"
'
