# shellcheck shell=sh
# Enablement, aliases and masks: all are symbolic links in the manager's configuration directory.

# links_of SCOPE: `PATH TARGET` of all of them, one a line; those until the next boot too, which unmasking takes away.
links_of() {
  links_scope=$1
  set --
  for links_dir in "$(config_dir "$links_scope")" "$(runtime_dir "$links_scope")"; do
    for links_path in "$links_dir"/* "$links_dir"/*.wants/* "$links_dir"/*.requires/* "$links_dir"/*.upholds/*; do
      [ ! -L "$links_path" ] || set -- "$@" "$links_path"
    done
  done
  [ $# -gt 0 ] || return 0
  links_targets=$(as "$links_scope" readlink -- "$@") || return 1
  printf '%s\n' "$links_targets" | while IFS= read -r links_target; do
    printf '%s %s\n' "$1" "$links_target"
    shift
  done
}

# save_links SCOPE
save_links() {
  if save_list=$(links_of "$1") && keep_text "$DIR/saved/links-$1" "$save_list"; then return; fi
  say refused "cannot keep the links of $1"
  return 1
}

# link_units VERB SCOPE (ID UNIT)…: one call for all units, and no reload: that is a step of its own.
link_units() {
  link_verb=$1 link_scope=$2
  shift 2
  link_count=$#
  link_ids=
  while [ "$link_count" -gt 0 ]; do
    begin "$1" || return 1
    link_ids="$link_ids $1"
    set -- "$@" "$2"
    shift 2
    link_count=$((link_count - 2))
  done
  link_done=yes
  # Of a run that is killed in here, an older note would hide what it has linked.
  rm -f -- "$DIR/saved/links-after-$link_scope"
  link_error=$(link_now "$@" 2>&1) || link_done=no
  # What a way back has to tell from what others link.
  link_list=$(links_of "$link_scope") && keep_text "$DIR/saved/links-after-$link_scope" "$link_list" || link_done=no
  for link_id in $link_ids; do
    [ "$link_done" = yes ] || said "$link_id" "$link_error"
    if [ "$link_done" = yes ]; then say ok "$link_id"; else say failed "$link_id"; fi
  done
  [ "$link_done" = yes ]
}

# A mask until the next boot is a mask: it needs a word of its own to go.
link_now() {
  manager "$link_scope" --quiet --no-reload "$link_verb" -- "$@" || return 1
  [ "$link_verb" != unmask ] || manager "$link_scope" --quiet --no-reload --runtime unmask -- "$@"
}

# undo_links SCOPE ID…: takes back what this run linked and unlinked, and nothing that others did meanwhile: a link is
# moved only where it is still as the run left it.
undo_links() {
  undo_scope=$1 undo_any=no
  shift
  for undo_id; do ! began "$undo_id" || undo_any=yes; done
  [ "$undo_any" = yes ] || return 0
  undo_before=$DIR/saved/links-$undo_scope undo_after=$DIR/saved/links-after-$undo_scope undo_now=$STAGE/links
  links_of "$undo_scope" >"$undo_now"
  # Killed between the call and its note: then what is there now is what the run left.
  [ -f "$undo_after" ] || undo_after=$undo_now
  if ! { relink && relinked; }; then undo_any=failed; fi
  for undo_id; do
    began "$undo_id" || continue
    if [ "$undo_any" = yes ]; then say undone "$undo_id"; else say undo-failed "$undo_id"; fi
  done
  [ "$undo_any" = yes ]
}

relink() {
  while IFS= read -r undo_line; do
    if ! has_line "$undo_before" "$undo_line" && has_line "$undo_now" "$undo_line"; then
      unlink_one "$undo_scope" "${undo_line%% *}"
    fi
  done <"$undo_after"
  while IFS= read -r undo_line; do
    undo_link=${undo_line%% *}
    if has_line "$undo_after" "$undo_line" || [ -L "$undo_link" ]; then continue; fi
    as "$undo_scope" mkdir -p -- "${undo_link%/*}"
    as "$undo_scope" ln -sn -- "${undo_line#* }" "$undo_link"
  done <"$undo_before"
}

# Looked at again: nothing of what the run linked is left, nothing of what it unlinked is missing.
relinked() {
  links_of "$undo_scope" >"$undo_now.again"
  while IFS= read -r undo_line; do
    has_line "$undo_before" "$undo_line" || ! has_line "$undo_now.again" "$undo_line" || return 1
  done <"$undo_after"
  while IFS= read -r undo_line; do
    has_line "$undo_after" "$undo_line" || [ -L "${undo_line%% *}" ] || return 1
  done <"$undo_before"
}

has_line() {
  grep -qxF -- "$2" "$1"
}

# unlink_one SCOPE PATH: with the directory that was made for it.
unlink_one() {
  as "$1" rm -f -- "$2"
  case ${2%/*} in *.wants | *.requires | *.upholds) as "$1" rmdir -- "${2%/*}" 2>/dev/null ;; esac
}

# linger ID USER: that user's manager runs without a login; waits until it answers.
linger() {
  begin "$1" || return 1
  linger_error=$(loginctl --no-ask-password enable-linger -- "$2" 2>&1) || {
    said "$1" "$linger_error"
    say failed "$1"
    return 1
  }
  linger_tries=0
  while ! is_up "user:$2" && [ "$linger_tries" -lt 100 ]; do
    sleep 0.1
    linger_tries=$((linger_tries + 1))
  done
  say ok "$1"
}

undo_linger() {
  began "$1" || return 0
  if loginctl --no-ask-password disable-linger -- "$2" 2>/dev/null; then
    say undone "$1"
  else
    say undo-failed "$1"
    return 1
  fi
}
