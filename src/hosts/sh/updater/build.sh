# shellcheck shell=sh
# What is built of a commit, by the owner, where it will be used.

# build DIRECTORY COMMIT
build() {
  [ -n "$policy_venv$policy_build" ] || return 0
  build_each "$@"
  build_code=$?
  [ "$policy_layout" != checkout ] || ignore_built || :
  return "$build_code"
}

# ignore_built: what a build leaves in a checkout is nobody's local change; git is told so in its own list, not in the tree.
ignore_built() {
  owner_git ls-files --others --exclude-standard --directory --no-empty-directory -z >"$WORK/built" 2>/dev/null || return 1
  [ -s "$WORK/built" ] || return 0
  built_list=$(owner_git rev-parse --git-path info/exclude) || return 1
  in_tree "$policy_path" sh -c 'mkdir -p -- "${1%/*}" && tr "\000" "\n" | sed -e "s|[][*?\\\\]|\\\\&|g" -e "s|^|/|" >>"$1"' \
    sh "$built_list" <"$WORK/built"
}

build_each() {
  if [ -n "$policy_venv" ]; then build_python "$1" "$2" || return 1; fi
  [ -n "$policy_build" ] || return 0
  while IFS= read -r build_command; do
    say "building: $build_command"
    live in_tree "$1" sh -c "$build_command" || {
      reason="the build failed with code $?: $build_command"
      return 1
    }
  done <<END
$policy_build
END
}

# build_python DIRECTORY COMMIT: only when what goes into it has changed. It is unknown while it is being made.
build_python() {
  build_inputs=$(python_inputs "$1" "$2" | sha256sum) || return 1
  read_file "$STATE/build"
  [ "$file_text" != "$build_inputs" ] || ! in_tree "$1" test -x "$policy_venv/bin/python" || return 0
  rm -f -- "$STATE/build"
  if ! in_tree "$1" test -x "$policy_venv/bin/python" || ! in_tree "$1" test -x "$policy_venv/bin/pip"; then
    say "making the virtual environment $policy_venv"
    live in_tree "$1" python3 -m venv -- "$policy_venv" || {
      reason="the virtual environment could not be made"
      return 1
    }
  fi
  say 'installing what the commit requires'
  python_install "$1" || {
    reason='pip could not install what the commit requires'
    return 1
  }
  printf '%s\n' "$build_inputs" | keep "$STATE/build"
}

# python_inputs DIRECTORY COMMIT: from the mirror, whose files are those that were accepted.
python_inputs() {
  printf '%s\n' "$1" "$policy_venv" "$policy_requirements" "$policy_editable"
  in_tree "$1" python3 --version
  {
    mirror_git ls-tree -r "$2" |
      grep -E '	(.*/)?([^/]*(requirements|constraints)[^/]*|pyproject[.]toml|setup[.](py|cfg))$|	requirements/'
    printf '%s\n' "$policy_requirements" | while IFS= read -r input_file; do
      [ -z "$input_file" ] || mirror_git rev-parse -q --verify "$2:$input_file"
    done
  } || :
}

python_install() {
  set -- "$1" "$policy_venv/bin/python" -m pip install --disable-pip-version-check --no-input -q
  install_words=$#
  while IFS= read -r install_file; do
    [ -z "$install_file" ] || set -- "$@" -r "$install_file"
  done <<END
$policy_requirements
END
  [ "$policy_editable" != true ] || set -- "$@" -e .
  [ $# -eq "$install_words" ] || live in_tree "$@"
}

# hook NAME COMMAND: as the owner, with REPO, OLD, NEW and RESULT in its environment.
hook() {
  [ -n "$2" ] || return 0
  say "$1"
  hook_place=$policy_path
  [ -d "$hook_place" ] || hook_place=/
  with_starts live in_tree "$hook_place" sh -c "$2" || {
    reason="$1 failed with code $?"
    return 1
  }
}
