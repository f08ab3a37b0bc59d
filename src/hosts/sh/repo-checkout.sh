# shellcheck shell=sh
# A checkout that is to go: what it is, and what would be lost with it. Writes nothing.

CHECKOUT_MIRRORS=/var/lib/fleetwright/repos

# look_checkout NAME: of the installed policy.
look_checkout() {
  section "repo:$1:going"
  going_policy=/etc/fleetwright/repos.d/$1.policy
  [ -f "$going_policy" ] || return 0
  going_path=$(sed -n 's/^path=//p' "$going_policy" | tail -n 1)
  going_owner=$(sed -n 's/^owner=//p' "$going_policy" | tail -n 1)
  going_layout=$(sed -n 's/^layout=//p' "$going_policy" | tail -n 1)
  case $going_path in /*[!/]*) ;; *) return 0 ;; esac
  printf 'path=%s\nowner=%s\nlayout=%s\n' "$going_path" "${going_owner:=root}" "${going_layout:=checkout}"
  sed -n 's/^url=\(.*\)/url=\1/p' "$going_policy" | sed 's|://[^/@]*@|://|'
  checkout_way "$going_path"
  going_text=$(checkout_text "$1" "$going_path" "$going_owner" "$going_layout")
  printf '%s\nsum=%s\n' "$going_text" "$(checkout_sum "$going_text")"
  checkout_room "$going_path" "$going_layout"
  # shellcheck disable=SC2046  # a list
  set -f -- $(sed -n 's/^restart=//p' "$going_policy")
  set +f
  [ $# -eq 0 ] || manager system show -p Id -p ActiveState -- "$@" 2>/dev/null | checkout_running
}

# checkout_running: of blocks of Id and ActiveState the units that run.
checkout_running() {
  while IFS= read -r running_line; do
    case $running_line in
    Id=*) running_id=${running_line#*=} ;;
    ActiveState=active | ActiveState=activating | ActiveState=reloading) printf 'running=%s\n' "$running_id" ;;
    esac
  done
}

# checkout_way PATH: each directory above it, `TYPE MODE USER GROUP PATH`.
checkout_way() {
  way_at=
  way_rest=${1#/}
  stat -c 'way=%F|%a|%U|%G|%n' -- /
  while :; do
    case $way_rest in */*) ;; *) break ;; esac
    way_at=$way_at/${way_rest%%/*} way_rest=${way_rest#*/}
    stat -c 'way=%F|%a|%U|%G|%n' -- "$way_at" 2>/dev/null || break
  done
}

# checkout_room PATH LAYOUT: how much it is, and whether it can be kept without needing room a second time.
checkout_room() {
  room_at=$1
  [ "$2" != releases ] || room_at=$1.releases
  [ -d "$room_at" ] || return 0
  printf 'kib=%s\n' "$(timeout 20 du -sxk -- "$room_at" 2>/dev/null | cut -f 1)"
  room_above=${1%/*}
  set -- "$(stat -c %d -- "$room_at")" "$(stat -c %d -- "${room_above:-/}")" "$(stat -c %d /var/lib/fleetwright)"
  if [ "$1" != "$2" ]; then printf 'mount=yes\n'; fi
  if [ "$1" = "$3" ]; then printf 'keeps=yes\n'; fi
}

checkout_sum() {
  checkout_hash=$(printf '%s' "$1" | sha256sum)
  printf '%s' "${checkout_hash%% *}"
}

# checkout_text NAME PATH OWNER LAYOUT: all that a person has to know before it goes, `key=value`.
checkout_text() {
  case $4 in
  releases) releases_text "$@" ;;
  *) checkout_one "$@" ;;
  esac
}

checkout_one() {
  checkout_path=$2 checkout_owner=$3
  if [ -L "$2" ]; then
    printf 'at=link\n'
    return
  fi
  [ -d "$2" ] || {
    if [ -e "$2" ]; then printf 'at=file\n'; else printf 'at=nothing\n'; fi
    return
  }
  printf 'holder=%s\n' "$(stat -c %U -- "$2")"
  if [ -L "$2/.git" ] || [ ! -d "$2/.git" ] || [ -L "$2/.git/config" ]; then
    printf 'at=directory\n'
    return
  fi
  printf 'at=repository\nremote=%s\nhead=%s\n' "$(checkout_git config --file .git/config --get remote.origin.url)" \
    "$(checkout_git rev-parse --verify -q 'HEAD^{commit}')"
  checkout_known=$(sed -n 's/^commit=//p' "$CHECKOUT_MIRRORS/$1/state" 2>/dev/null)
  case $checkout_known in '' | *[!0-9a-f]*) checkout_known= ;; *) checkout_known=^$checkout_known ;; esac
  # shellcheck disable=SC2086  # none, or one word
  checkout_git log --format='unpushed=%h %s' --abbrev=7 HEAD --branches --not --remotes --tags $checkout_known
  checkout_git stash list --format='stash=%gs'
  checkout_git -c core.quotePath=true status --porcelain=v1 -unormal --ignored=traditional --ignore-submodules=none |
    sed -e 's/^!! /ignored=/; t' -e 's/^.. /changed=/'
}

checkout_git() {
  as "$(if [ "$checkout_owner" = root ]; then echo system; else echo "user:$checkout_owner"; fi)" \
    env GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_TERMINAL_PROMPT=0 GIT_OPTIONAL_LOCKS=0 \
    git -C "$checkout_path" -c core.hooksPath=/dev/null -c core.fsmonitor=false -c core.pager=cat -c submodule.recurse=false \
    -c log.showSignature=false --no-replace-objects "$@" 2>/dev/null </dev/null
}

# releases_text NAME PATH OWNER LAYOUT: what the release in use has that its commit has not is somebody's, or was built.
releases_text() {
  if [ ! -e "$2" ] && [ ! -L "$2" ] && [ ! -e "$2.releases" ]; then
    printf 'at=nothing\n'
    return
  fi
  releases_link=$(readlink -- "$2")
  if [ -L "$2.releases" ] || [ ! -d "$2.releases" ] || [ ! -L "$2" ] ||
    [ "${releases_link%/*}" != "${2##*/}.releases" ]; then
    printf 'at=directory\n'
    return
  fi
  printf 'holder=%s\nat=releases\nhead=%s\n' "$(stat -c %U -- "$2.releases")" "${releases_link##*/}"
  for releases_one in "$2.releases"/* "$2.releases"/.[!.]*; do
    releases_name=${releases_one##*/}
    case $releases_name in
    '*' | '.[!.]*') ;;
    *[!0-9a-f]*) printf 'stranger=%s\n' "$releases_name" ;;
    *) printf 'release=%s\n' "$releases_name" ;;
    esac
  done
  releases_added "$1" "$2" "${releases_link##*/}"
}

# releases_added NAME PATH COMMIT
releases_added() {
  case $3 in *[!0-9a-f]*) return 0 ;; esac
  {
    timeout 20 git --git-dir="$CHECKOUT_MIRRORS/$1/mirror.git" -c core.quotePath=false ls-tree -r --name-only "$3" 2>/dev/null </dev/null
    printf '\n'
    cd -P -- "$2.releases/$3" && find . -mindepth 1 ! -type d -printf '%P\n'
  } | awk 'NF == 0 { own = 1; next } !own { has[$0] = 1; next } !($0 in has) { print "ignored=" $0 }'
}

# look_kept RUN NAME PATH LAYOUT: has the run kept what it took, and is its place free?
look_kept() {
  section "repo:$2:kept"
  kept_at=/var/lib/fleetwright/runs/$1/saved/checkout-$2/tree
  if [ ! -L "$kept_at" ] && [ -d "$kept_at" ]; then printf 'kept=yes\n'; fi
  if [ ! -e "$3" ] && [ ! -L "$3" ] && { [ "$4" = checkout ] || [ ! -e "$3.releases" ]; }; then printf 'free=yes\n'; fi
}
