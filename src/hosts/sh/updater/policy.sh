# shellcheck shell=sh
# The policy of a repository: lines of key=value, the value as it stands to the end of the line. Read, never run.

NEWLINE='
'

# read_policy NAME: sets policy_…; lists have one line each. Fails with a word on standard error.
read_policy() {
  case ${1-} in
  '' | [!A-Za-z0-9]* | *[!A-Za-z0-9._-]*) complain "not a name of a repository: ${1-}" && return "$E_USAGE" ;;
  esac
  name=$1 STATE=$STATES/$1 MIRROR=$STATES/$1/mirror.git
  policy_file=$POLICIES/$1.policy
  [ -f "$policy_file" ] && [ -r "$policy_file" ] || {
    complain "there is no policy $policy_file" && return "$E_USAGE"
  }
  policy_defaults
  while IFS= read -r policy_line || [ -n "$policy_line" ]; do
    case $policy_line in
    '' | '#'*) continue ;;
    *=*) policy_set "${policy_line%%=*}" "${policy_line#*=}" || return ;;
    *) complain "$policy_file: not key=value: $policy_line" && return "$E_USAGE" ;;
    esac
  done <"$policy_file"
  policy_sound
}

policy_defaults() {
  policy_path='' policy_urls='' policy_owner=root policy_track='' policy_ref='' policy_layout=checkout policy_keep=3
  policy_local=stash policy_submodules=false policy_signers='' policy_gpg_keys='' policy_verify=tip policy_rewind=false
  policy_insecure=false policy_deploy_key='' policy_host_key='' policy_venv='' policy_requirements='' policy_editable=false
  policy_build='' policy_before='' policy_after='' policy_rolled='' policy_failed='' policy_restarts='' policy_settle=10
  policy_http='' policy_command='' policy_health=120 policy_start=start_last_good policy_interval=60 policy_timeout=900
  policy_stale=0 policy_windows='' policy_notify=''
}

# policy_set KEY VALUE: an unknown key is one whose meaning would be left out, so it is an error.
policy_set() {
  case $1 in
  name) ;;
  path) policy_path=$2 ;;
  url) policy_urls=${policy_urls:+$policy_urls$NEWLINE}$2 ;;
  owner) policy_owner=$2 ;;
  branch | tag | version | commit) policy_track=$1 policy_ref=$2 ;;
  layout) policy_layout=$2 ;;
  keep) policy_keep=$2 ;;
  local_changes) policy_local=$2 ;;
  submodules) policy_submodules=$2 ;;
  signers) policy_signers=$2 ;;
  gpg_keys) policy_gpg_keys=$2 ;;
  verify) policy_verify=$2 ;;
  rewind) policy_rewind=$2 ;;
  insecure) policy_insecure=$2 ;;
  deploy_key) policy_deploy_key=$2 ;;
  host_key) policy_host_key=$2 ;;
  *) policy_set_more "$1" "$2" ;;
  esac
}

policy_set_more() {
  case $1 in
  venv) policy_venv=$2 ;;
  requirements) policy_requirements=${policy_requirements:+$policy_requirements$NEWLINE}$2 ;;
  editable) policy_editable=$2 ;;
  build) policy_build=${policy_build:+$policy_build$NEWLINE}$2 ;;
  before_update) policy_before=$2 ;;
  after_update) policy_after=$2 ;;
  after_rollback) policy_rolled=$2 ;;
  on_failure) policy_failed=$2 ;;
  restart) policy_restarts=${policy_restarts:+$policy_restarts$NEWLINE}$2 ;;
  settle) policy_settle=$2 ;;
  http) policy_http=${policy_http:+$policy_http$NEWLINE}$2 ;;
  command) policy_command=${policy_command:+$policy_command$NEWLINE}$2 ;;
  health_timeout) policy_health=$2 ;;
  if_update_fails) policy_start=$2 ;;
  min_interval) policy_interval=$2 ;;
  timeout) policy_timeout=$2 ;;
  stale_after) policy_stale=$2 ;;
  window) policy_windows=${policy_windows:+$policy_windows$NEWLINE}$2 ;;
  notify) policy_notify=${policy_notify:+$policy_notify$NEWLINE}$2 ;;
  *) complain "$policy_file: unknown key: $1" && return "$E_USAGE" ;;
  esac
}

# Words that stand in the places of others would be taken for options or for other words.
policy_sound() {
  policy_wrong=
  case $policy_path in /*[!/]*) ;; *) policy_wrong="path: $policy_path" ;; esac
  case $policy_path/ in */../* | */./* | *//*) policy_wrong="path: $policy_path" ;; esac
  case $policy_urls in '' | -* | *"$NEWLINE"-*) policy_wrong="url: $policy_urls" ;; esac
  case $policy_track/$policy_ref in
  commit/*[!0-9a-f]* | */-* | */) policy_wrong="$policy_track: $policy_ref" ;;
  esac
  case $policy_deploy_key$policy_host_key in
  *[!A-Za-z0-9/._@%+=:,-]*) policy_wrong="deploy_key, host_key: $policy_deploy_key $policy_host_key" ;;
  esac
  for policy_number in "$policy_keep" "$policy_settle" "$policy_health" "$policy_interval" "$policy_timeout" "$policy_stale"; do
    case $policy_number in '' | *[!0-9]*) policy_wrong="not a number: $policy_number" ;; esac
  done
  case $policy_layout:$policy_local:$policy_verify in
  checkout:stash:* | checkout:refuse:* | checkout:discard:* | releases:*:*) ;;
  *) policy_wrong="layout, local_changes: $policy_layout $policy_local" ;;
  esac
  [ "$policy_layout:$policy_submodules" != releases:true ] || policy_wrong='submodules: not with layout releases'
  case $policy_verify in tip | tag | every_commit) ;; *) policy_wrong="verify: $policy_verify" ;; esac
  [ -n "$policy_wrong" ] || return 0
  complain "$policy_file: $policy_wrong"
  return "$E_USAGE"
}

complain() {
  printf 'repo-update: %s\n' "$1" | plain >&2
}
