# shellcheck shell=sh
# Files of a run: what is there is kept first, the new one is complete beside it before it takes its place.

# guard SCOPE PATH DIGEST: is PATH still what the plan saw? `none`, `link:TARGET` or `sha256:HEX`.
guard() {
  if [ -L "$2" ]; then
    guard_is=link:$(as "$1" readlink -- "$2")
  elif [ -f "$2" ]; then
    guard_is=sha256:$(as "$1" cat -- "$2" | sha256sum)
    guard_is=${guard_is%% *}
  elif [ -e "$2" ]; then
    guard_is=other
  else
    guard_is=none
  fi
  [ "$guard_is" = "$3" ] || {
    say moved "$2"
    return 1
  }
}

# save_files SCOPE PATH…: owner, mode and times with them. A path that is not there is kept as its absence.
save_files() {
  save_present "$@" || return 1
  shift
  # A drop-in directory's time is kept also where all that is to come into it is new.
  for save_path; do
    save_dir=${save_path%/*}
    case $save_dir in *.d) ;; *) continue ;; esac
    [ -d "$save_dir" ] || continue
    save_error=$({ mkdir -p -- "$DIR/saved/files$save_dir" && touch -r "$save_dir" -- "$DIR/saved/files$save_dir"; } 2>&1) || {
      say refused "cannot keep what would be replaced: $save_error"
      return 1
    }
  done
}

save_present() {
  save_scope=$1
  shift
  save_count=$#
  for save_path; do
    if [ -e "$save_path" ] || [ -L "$save_path" ]; then set -- "$@" "$save_path"; fi
  done
  shift "$save_count"
  [ $# -gt 0 ] || return 0
  mkdir -p -- "$DIR/saved/files"
  case $save_scope in
  system) save_error=$(cp -a --parents -- "$@" "$DIR/saved/files" 2>&1) ;;
  *) for save_path; do save_error=$(save_of_user "$save_path" 2>&1) || break; done && [ -z "$save_error" ] ;;
  esac || {
    say refused "cannot keep what would be replaced: $save_error"
    return 1
  }
}

# Read as the user; root gives its own copy the mode and the times.
save_of_user() {
  save_kept=$DIR/saved/files$1
  mkdir -p -- "${save_kept%/*}" && touch -r "${1%/*}" -- "${save_kept%/*}" || return 1
  if [ -L "$1" ]; then
    save_link=$(as "$save_scope" readlink -- "$1") && ln -s -- "$save_link" "$save_kept"
  else
    as "$save_scope" cat -- "$1" >"$save_kept" && chmod --reference="$1" -- "$save_kept" && touch -r "$1" -- "$save_kept"
  fi
}

# keep_text FILE TEXT: and looked at again, for a shell does not always hear of a full disk.
keep_text() {
  { printf '%s' "${2:+$2$NEWLINE}" >"$1"; } 2>/dev/null && [ "$(cat -- "$1")" = "$2" ]
}

# beside PATH [RUN]: a name that systemd ignores, on the same file system. Not in a drop-in directory: its time tells
# when its drop-ins last changed.
beside() {
  case ${1%/*} in
  *.d)
    beside_dir=${1%/*}
    printf '%s/.%s-%s.fleetwright-%s' "${beside_dir%/*}" "${beside_dir##*/}" "${1##*/}" "${2:-$RUN}"
    ;;
  *) printf '%s/.%s.fleetwright-%s' "${1%/*}" "${1##*/}" "${2:-$RUN}" ;;
  esac
}

# note_new SCOPE PATH: there is something beside it until the run ends.
note_new() {
  printf '%s %s\n' "$1" "$2" >>"$DIR/new"
}

# prepare_file SCOPE PATH MODE OWNER CONTENT: the new file, complete, under a name that systemd ignores.
prepare_file() {
  prepare_new=$(beside "$2")
  prepare_error=$(make_file "$@" 2>&1) || {
    say refused "cannot write $2: $prepare_error"
    return 1
  }
}

# prepare_link SCOPE PATH TARGET: the same for a symbolic link.
prepare_link() {
  prepare_error=$({ note_new "$1" "$2" && make_link "$1" "$(beside "$2")" "$3"; } 2>&1) || {
    say refused "cannot link $2: $prepare_error"
    return 1
  }
}

make_link() {
  umask 022
  [ -d "${2%/*}" ] || as "$1" mkdir -p -- "${2%/*}" || return 1
  as "$1" ln -s -- "$3" "$2"
}

# shellcheck disable=SC2016  # for a shell of its own
make_file() {
  note_new "$1" "$2" || return 1
  umask 022
  [ -d "${2%/*}" ] || as "$1" mkdir -p -- "${2%/*}" || return 1
  # What is to be private is so from its first byte on.
  [ "$3" = 0644 ] || umask 077
  case $1 in
  system)
    # A shell's own printf says "I/O error" of a full disk; who writes again says what it is.
    { printf %s "$5" >"$prepare_new"; } 2>/dev/null || printf %s "$5" | cat >"$prepare_new" || return 1
    rights "$prepare_new" "$3" "$4"
    ;;
  *) printf %s "$5" | as "$1" sh -c 'cat >"$1" && chmod -- "$2" "$1"' sh "$prepare_new" "$3" ;;
  esac
}

# rights FILE MODE OWNER: what a new file of root's has already costs nothing.
rights() {
  [ "$3" = root:root ] || chown -- "$3" "$1" || return 1
  [ "$2" = 0644 ] || chmod -- "$2" "$1"
}

# prepared SCOPE PATH…: on the disk, not only in its cache; and what was kept of those that are there now.
prepared() {
  prepared_scope=$1
  shift
  prepared_count=$#
  for prepared_path; do
    set -- "$@" "$(beside "$prepared_path")"
    prepared_kept=$DIR/saved/files$prepared_path
    if [ "$prepared_scope" = system ] && [ -f "$prepared_kept" ]; then set -- "$@" "$prepared_kept"; fi
  done
  shift "$prepared_count"
  prepared_error=$(as "$prepared_scope" sync -- "$@" 2>&1) || {
    say refused "cannot write to the disk: $prepared_error"
    return 1
  }
}

# write_file ID SCOPE PATH
write_file() {
  begin "$1" || return 1
  if write_error=$(as "$2" mv -f -T -- "$(beside "$3")" "$3" 2>&1); then
    say ok "$1"
  else
    said "$1" "$write_error"
    say failed "$1"
    return 1
  fi
}

# remove_file ID SCOPE PATH. A directory that this leaves empty stays until the run has ended well: its time tells that
# something in it has changed.
remove_file() {
  begin "$1" || return 1
  if remove_error=$(as "$2" rm -f -- "$3" 2>&1); then
    say ok "$1"
  else
    said "$1" "$remove_error"
    say failed "$1"
    return 1
  fi
}

remove_empty() {
  case ${2%/*} in *.d | *.wants | *.requires | *.upholds) as "$1" rmdir -- "${2%/*}" 2>/dev/null ;; esac
  return 0
}

# undo_file ID SCOPE PATH: back to what was kept, and looked at again.
undo_file() {
  began "$1" || return 0
  undo_kept=$DIR/saved/files$3
  if [ -e "$undo_kept" ] || [ -L "$undo_kept" ]; then
    put_back "$2" "$undo_kept" "$3" 2>/dev/null && same_file "$2" "$undo_kept" "$3"
  else
    as "$2" rm -f -- "$3" 2>/dev/null && remove_empty "$2" "$3" && [ ! -e "$3" ]
  fi || {
    say undo-failed "$1"
    return 1
  }
  # The directory's time as well: a newer one would say that running services are behind it.
  case ${3%/*} in
  *.d) [ ! -d "${undo_kept%/*}" ] || as "$2" touch -c -d "@$(stat -c %.9Y -- "${undo_kept%/*}")" -- "${3%/*}" 2>/dev/null ;;
  esac
  say undone "$1"
}

# put_back SCOPE KEPT PATH: with owner, mode and times, and the directory that went with it.
# shellcheck disable=SC2016
put_back() {
  [ -d "${3%/*}" ] || { umask 022 && as "$1" mkdir -p -- "${3%/*}"; } || return 1
  put_new=$(beside "$3")
  if [ "$1" = system ]; then
    # On a full disk there is room for the old only where the new was.
    { cp -a -T -- "$2" "$put_new" && mv -f -T -- "$put_new" "$3"; } ||
      { rm -f -- "$put_new" && cp -a --remove-destination -T -- "$2" "$3"; }
  elif [ -L "$2" ]; then
    as "$1" ln -sfn -- "$(readlink -- "$2")" "$3"
  else
    put_mode=$(stat -c %a -- "$2") put_time=@$(stat -c %.9Y -- "$2")
    as "$1" sh -c 'cat >"$1" && chmod -- "$3" "$1" && touch -d "$4" -- "$1" && mv -f -T -- "$1" "$2"' \
      sh "$put_new" "$3" "$put_mode" "$put_time" <"$2"
  fi
}

same_file() {
  if [ -L "$2" ]; then
    [ "$(readlink -- "$2")" = "$(as "$1" readlink -- "$3")" ]
  else
    as "$1" cat -- "$3" | cmp -s -- "$2" -
  fi
}

# clean_file SCOPE PATH [RUN]: nothing half-made stays behind.
clean_file() {
  clean_new=$(beside "$2" "${3-}")
  if [ -e "$clean_new" ] || [ -L "$clean_new" ]; then as "$1" rm -f -- "$clean_new" 2>/dev/null; fi
  remove_empty "$1" "$2"
}
