# shellcheck shell=sh
# A run that has the updater bring a repository forward; what it says is told as it is said.

REPO_UPDATE=/usr/local/lib/fleetwright/repo-update
REPO_STATES=/var/lib/fleetwright/repos

# repo_commit NAME: what the updater last brought about; nothing where it has not.
repo_commit() {
  [ ! -f "$REPO_STATES/$1/state" ] || sed -n 's/^commit=//p' "$REPO_STATES/$1/state"
}

# save_repo NAME PATH: what an undo has to know.
save_repo() {
  if [ -e "$2" ] || [ -L "$2" ]; then save_at=there; else save_at=nothing; fi
  if [ -d "$REPO_STATES/$1" ]; then save_known=yes; else save_known=no; fi
  if keep_text "$DIR/saved/repo-$1" "$save_at $save_known"; then return; fi
  say refused "cannot keep what is known of $1"
  return 1
}

# update_repo ID NAME OPTION…
update_repo() {
  begin "$1" || return 1
  update_id=$1 update_name=$2
  shift 2
  : >"$STAGE/repo-lines"
  {
    "$REPO_UPDATE" run "$update_name" --why apply --ignore-window "$@" 2>&1 </dev/null 9>&-
    printf '%s\n' $? >"$STAGE/repo-code"
  } | while IFS= read -r update_line; do
    update_line=$(printf '%s' "$update_line" | head -c 500)
    printf '%s\n' "$update_line" >>"$STAGE/repo-lines"
    say note "$update_line"
  done
  IFS= read -r update_code <"$STAGE/repo-code" || update_code=1
  if [ "$update_code" = 0 ]; then
    say ok "$update_id"
    return
  fi
  said "$update_id" "$(tail -n 2 -- "$STAGE/repo-lines")"
  say failed "$update_id"
  return 1
}

# undo_repo ID NAME PATH FROM: back to the commit FROM; `none` takes away what the run brought, where nothing was before.
undo_repo() {
  began "$1" || return 0
  undo_at='' undo_known=''
  IFS=' ' read -r undo_at undo_known <"$DIR/saved/repo-$2" || :
  if [ "$4" = none ]; then
    [ "$undo_at" != nothing ] || rm -rf -- "$3" "$3.releases"
    [ "$undo_known" != no ] || rm -rf -- "${REPO_STATES:?}/$2"
    [ "$undo_at" != nothing ] || [ ! -e "$3" ]
  elif [ "$(repo_commit "$2")" != "$4" ] && [ -n "$(repo_commit "$2")" ]; then
    "$REPO_UPDATE" back "$2" >/dev/null 2>&1 </dev/null 9>&-
    [ "$(repo_commit "$2")" = "$4" ] ||
      "$REPO_UPDATE" run "$2" --why apply --ignore-window --to "$4" >/dev/null 2>&1 </dev/null 9>&-
    [ "$(repo_commit "$2")" = "$4" ]
  fi || {
    say undo-failed "$1"
    return 1
  }
  say undone "$1"
}
