# shellcheck shell=sh
# Two gits. Root's works in a mirror that nobody else can write, with no configuration but what stands here. The owner's works
# in the checkout, as the owner, and runs nothing that the checkout's configuration names.

git_settings() {
  git_protocols=https:ssh
  [ "$policy_insecure" != true ] || git_protocols=https:ssh:http:git:file
  export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_ATTR_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0 GIT_ASKPASS=/bin/false
  export GIT_NO_REPLACE_OBJECTS=1 GIT_GRAFT_FILE=/nonexistent GIT_PAGER=cat GIT_ALLOW_PROTOCOL="$git_protocols"
  GIT_SSH_COMMAND='ssh -F /dev/null -o BatchMode=yes -o StrictHostKeyChecking=yes -o GlobalKnownHostsFile=/dev/null -o ConnectTimeout=20'
  GIT_SSH_COMMAND="$GIT_SSH_COMMAND -o UserKnownHostsFile=${policy_host_key:-/dev/null} -o IdentitiesOnly=yes -o IdentityAgent=none"
  GIT_SSH_COMMAND="$GIT_SSH_COMMAND -i ${policy_deploy_key:-/dev/null} -o ServerAliveInterval=15 -o ServerAliveCountMax=4"
  export GIT_SSH_COMMAND GIT_SSH_VARIANT=ssh
}

# With $mirror_limit, for so many seconds. Files that are larger than the threshold go through it piece by piece, and are not kept in
# memory, which small hosts have less of than large files.
mirror_git() {
  ${mirror_limit:+timeout -k 5 "$mirror_limit"} git --git-dir="$MIRROR" -c core.hooksPath=/dev/null -c core.fsmonitor=false -c gc.auto=0 -c maintenance.auto=false \
    -c core.bigFileThreshold=32m \
    -c http.lowSpeedLimit=500 -c http.lowSpeedTime=30 -c http.followRedirects=initial -c fetch.recurseSubmodules=false "$@" 9>&-
}

# make_mirror: attributes of a commit shall not leave files out of a release or change them.
make_mirror() {
  [ ! -f "$MIRROR/info/attributes" ] || return 0
  rm -rf -- "$MIRROR" && (umask 077 && mkdir -p -- "$STATE") && mirror_git init -q --bare --template= >/dev/null &&
    mkdir -p -- "$MIRROR/info" && printf '* -export-ignore -export-subst\n' >"$MIRROR/info/attributes"
}

# find_owner: numbers, so that no name is taken for a number.
find_owner() {
  owner_name='' owner_uid=''
  case $policy_owner in
  '' | [!A-Za-z_]*) ;;
  *) owner_entry ;;
  esac
  [ -n "$owner_uid" ] && [ "$owner_name" = "$policy_owner" ] || {
    owner_reason="there is no user $policy_owner"
    return 1
  }
  if [ ! -e "$policy_path" ]; then return 0; fi
  owner_there=$policy_path
  if [ "$policy_layout" != checkout ] || [ "$owner_uid" = 0 ]; then owner_there=$(readlink -f -- "$policy_path"); fi
  [ "$(stat -c %u -- "$owner_there")" = "$owner_uid" ] || {
    owner_reason="$policy_path belongs to $(stat -c %U -- "$owner_there"), not to $policy_owner"
    return 1
  }
  [ "$owner_uid" = 0 ] || return 0
  owner_loose=$(others_may_write "$owner_there")
  [ -z "$owner_loose" ] || {
    owner_reason="others than root may write to $owner_loose; name another owner"
    return 1
  }
}

# owner_entry: of the file that most users stand in; else of wherever this host has users from.
owner_entry() {
  while IFS=: read -r owner_name _ owner_uid owner_gid _ owner_home _; do
    [ "$owner_name" != "$policy_owner" ] || return 0
  done </etc/passwd
  IFS=: read -r owner_name _ owner_uid owner_gid _ owner_home _ <<END
$(getent passwd "$policy_owner")
END
}

# as_owner [NAME=VALUE…] COMMAND…: for as long as this run still has.
as_owner() {
  uptime_now
  as_left=$((deadline - uptime))
  [ "$as_left" -gt 0 ] || as_left=1
  timeout -k 5 "$as_left" setpriv --reuid "$owner_uid" --regid "$owner_gid" --init-groups -- env -i PATH="$CLEAN_PATH" \
    HOME="$owner_home" USER="$policy_owner" LOGNAME="$policy_owner" SHELL=/bin/sh LANG=C.UTF-8 \
    REPO="$name" OLD="$from" NEW="$to" RESULT="${outcome-}" "$@" 9>&-
}

# in_tree DIRECTORY COMMAND…: as the owner, there.
in_tree() {
  as_owner sh -c 'cd -- "$1" && shift && exec "$@"' sh "$@"
}

# owner_git ARGUMENTS…: in the checkout, or $owner_place.
owner_git() {
  as_owner GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_ATTR_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0 \
    GIT_NO_REPLACE_OBJECTS=1 GIT_ALLOW_PROTOCOL="${owner_protocols:-none}" GIT_CEILING_DIRECTORIES="${policy_path%/*}" \
    GIT_AUTHOR_NAME=fleetwright GIT_AUTHOR_EMAIL=fleetwright@localhost GIT_COMMITTER_NAME=fleetwright \
    GIT_COMMITTER_EMAIL=fleetwright@localhost git -C "${owner_place:-$policy_path}" -c core.hooksPath=/dev/null -c core.fsmonitor=false \
    -c core.sshCommand=false -c core.pager=cat -c core.editor=false -c gc.auto=0 -c maintenance.auto=false \
    -c submodule.recurse=false -c commit.gpgSign=false -c core.bigFileThreshold=32m -c core.alternateRefsCommand=true "$@"
}

# read_head: the commit that is there, in $head; empty when none is.
read_head() {
  head=
  if [ "$policy_layout" = releases ]; then
    head=$(readlink -- "$policy_path" 2>/dev/null) && head=${head##*/} || head=
  elif [ -e "$policy_path/.git" ]; then
    head=$(owner_git rev-parse -q --verify 'HEAD^{commit}' 2>/dev/null) || head=
  fi
  is_commit "$head" || head=
}

# begin_head, end_head: the same as `read_head`, with something else done meanwhile.
begin_head() {
  (exec 9>&- && read_head && printf '%s\n' "$head") >"$WORK/head" 2>/dev/null &
  head_pid=$!
}

end_head() {
  [ -n "$head_pid" ] || return 0
  wait "$head_pid" || :
  head_pid=
  read_file "$WORK/head"
  head=$file_text
}

is_commit() {
  case $1 in *[!0-9a-f]*) return 1 ;; esac
  [ ${#1} -eq 40 ] || [ ${#1} -eq 64 ]
}

# pack_up: each update brings a pack, which in the course of years makes git slow. Nothing is dropped: a commit that upstream no
# longer has is still one to go back to.
pack_up() {
  set -- -c gc.auto=2000 -c gc.autoPackLimit=20 -c gc.autoDetach=false gc --auto -q --prune=never
  (uptime_now && mirror_limit=$((deadline - uptime)) && [ "$mirror_limit" -gt 0 ] && mirror_git "$@") >/dev/null 2>&1 </dev/null || :
  [ "$policy_layout" != checkout ] || owner_git "$@" >/dev/null 2>&1 </dev/null || :
}
