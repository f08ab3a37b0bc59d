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
  links_of "$1" >"$DIR/saved/links-$1" 2>/dev/null || {
    say refused "cannot keep the links of $1"
    return 1
  }
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
  link_error=$(link_now "$@" 2>&1) || {
    for link_id in $link_ids; do
      said "$link_id" "$link_error"
      say failed "$link_id"
    done
    return 1
  }
  # What the way back from this run, one day, has to tell from what others link.
  links_of "$link_scope" >"$DIR/saved/links-after-$link_scope" 2>/dev/null
  for link_id in $link_ids; do say ok "$link_id"; done
}

# A mask until the next boot is a mask: it needs a word of its own to go.
link_now() {
  manager "$link_scope" --quiet --no-reload "$link_verb" -- "$@" || return 1
  [ "$link_verb" != unmask ] || manager "$link_scope" --quiet --no-reload --runtime unmask -- "$@"
}

# undo_links SCOPE ID…: every link as it was, whichever step moved it.
undo_links() {
  undo_scope=$1
  shift
  undo_any=no
  for undo_id; do ! began "$undo_id" || undo_any=yes; done
  [ "$undo_any" = yes ] || return 0
  links_of "$undo_scope" >"$STAGE/links"
  while IFS= read -r undo_line; do
    grep -qxF -- "$undo_line" "$DIR/saved/links-$undo_scope" || unlink_one "$undo_scope" "${undo_line%% *}"
  done <"$STAGE/links"
  while IFS= read -r undo_line; do
    grep -qxF -- "$undo_line" "$STAGE/links" && continue
    undo_link=${undo_line%% *}
    as "$undo_scope" mkdir -p -- "${undo_link%/*}"
    as "$undo_scope" ln -sfn -- "${undo_line#* }" "$undo_link"
  done <"$DIR/saved/links-$undo_scope"
  links_of "$undo_scope" | cmp -s -- - "$DIR/saved/links-$undo_scope" || undo_any=failed
  for undo_id; do
    began "$undo_id" || continue
    if [ "$undo_any" = yes ]; then say undone "$undo_id"; else say undo-failed "$undo_id"; fi
  done
  [ "$undo_any" = yes ]
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
