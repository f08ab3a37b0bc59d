# shellcheck shell=sh
# shellcheck disable=SC2016  # scripts in single quotes expand on purpose later
# What a host knows about units: one `systemctl show`, one stat, one cat, one readlink, however many units there are.

# look_unit SCOPE NAMES PATTERNS (PATH SHA256 CONTENT)…
# NAMES and PATTERNS are lists with blanks between, which neither can contain. PATHs are what the play would write,
# relative to the manager's configuration directory.
look_unit() {
  unit_scope=$1 unit_names=" $2 " unit_patterns=$3
  shift 3
  section "unit:$unit_scope:scope"
  unit_dir=$(config_dir "$unit_scope") || {
    printf 'user=none\n'
    return
  }
  unit_manager=yes
  unit_runtime=$(runtime_dir "$unit_scope")
  case $unit_scope in
  user:*)
    is_up "$unit_scope" || unit_manager=no
    [ ! -e "/var/lib/systemd/linger/${unit_scope#user:}" ] || printf 'linger=yes\n'
    ;;
  esac
  unit_path=
  case $unit_scope-$unit_manager in
  system-*)
    unit_path=${look_facts#*UnitPath=}
    unit_path=${unit_path%%"$NEWLINE"*}
    ;;
  *-yes) unit_path=$(manager "$unit_scope" show -p UnitPath --value 2>/dev/null) || unit_manager=silent ;;
  esac
  [ -n "$unit_path" ] || unit_path="$unit_dir /etc/systemd/user /usr/local/lib/systemd/user /usr/lib/systemd/user"
  printf 'dir=%s\nruntime=%s\nmanager=%s\npath=%s\n' "$unit_dir" "$unit_runtime" "$unit_manager" "$unit_path"
  unit_verify "$@"
  set -f
  # shellcheck disable=SC2086  # a list
  set -- $unit_patterns
  set +f
  unit_match "$@"
  unit_show "$@"
  unit_files
  unit_links
}

# Adds to $unit_names what lies on disk (unit files, and instances that only a link knows) and matches a pattern.
unit_match() {
  [ $# -gt 0 ] || return 0
  for unit_place in $unit_path; do
    for unit_file in "$unit_place"/* "$unit_place"/*.wants/* "$unit_place"/*.requires/*; do
      unit_name=${unit_file##*/}
      case $unit_name in
      *[!A-Za-z0-9:_.@\\-]*) continue ;;
      *.service | *.socket | *.timer | *.path | *.target | *.mount | *.automount | *.swap | *.slice | *.device | *.scope) ;;
      *) continue ;;
      esac
      for unit_pattern; do
        # shellcheck disable=SC2254  # a pattern is meant
        case $unit_name in
        $unit_pattern)
          case $unit_names in *" $unit_name "*) ;; *) unit_names="$unit_names$unit_name " ;; esac
          break
          ;;
        esac
      done
    done
  done
}

# The manager's own view of the names, and of loaded units that match a pattern. A template has none: it is not a unit.
# Adds loaded instances to $unit_names: of one that was started by hand nothing lies on disk but its template.
unit_show() {
  section "unit:$unit_scope:show"
  [ "$unit_manager" = yes ] || return 0
  set -f
  for unit_name in $unit_names; do
    case $unit_name in *@.*) ;; *) set -- "$@" "$unit_name" ;; esac
  done
  set +f
  [ $# -gt 0 ] || return 0
  unit_stamp=
  [ "${SYSTEMD:-0}" -lt 248 ] || unit_stamp=--timestamp=us+utc
  # shellcheck disable=SC2086  # empty means no word
  unit_shown=$(manager "$unit_scope" $unit_stamp show -p Id,Names,LoadState,LoadError,ActiveState,SubState,UnitFileState \
    -p FragmentPath,SourcePath,DropInPaths,NeedDaemonReload,InvocationID,InactiveExitTimestamp,StateChangeTimestamp \
    -p NRestarts,Result,ReloadResult,Type,CanReload,RefuseManualStart,RefuseManualStop,Transient -- "$@" 2>/dev/null)
  printf '%s\n' "$unit_shown"
  [ -n "$unit_patterns" ] || return 0
  for unit_name in $(printf '%s\n' "$unit_shown" | sed -n 's/^Id=\([A-Za-z0-9:_.\\-]*@[A-Za-z0-9:_.\\@-]*\)$/\1/p'); do
    case $unit_names in *" $unit_name "*) ;; *) unit_names="$unit_names$unit_name " ;; esac
  done
}

# Every file that has a say in the named units, in each directory of the search path: who owns it, then its bytes.
unit_files() {
  set --
  unit_round=$unit_names
  while [ -n "$unit_round" ]; do
    set -f
    for unit_name in $unit_round; do
      unit_template=
      case $unit_name in
      *@.*) ;;
      *@*.*) unit_template=${unit_name%%@*}@.${unit_name##*.} ;;
      esac
      for unit_place in $unit_path; do
        for unit_file in "$unit_place/$unit_name" ${unit_template:+"$unit_place/$unit_template"}; do
          if [ -e "$unit_file" ] || [ -L "$unit_file" ]; then set -- "$@" "$unit_file"; fi
          [ -d "$unit_file.d" ] || continue
          set -- "$@" "$unit_file.d"
          set +f
          for unit_drop in "$unit_file.d"/*.conf; do
            if [ -e "$unit_drop" ] || [ -L "$unit_drop" ]; then set -- "$@" "$unit_drop"; fi
          done
          set -f
        done
      done
    done
    set +f
    unit_round=
    [ $# -eq 0 ] || unit_also "$@"
  done
  section "unit:$unit_scope:stat"
  [ $# -eq 0 ] || as "$unit_scope" stat --printf='%F|%a|%U:%G|%s|%.6Y|%n\0' -- "$@" 2>/dev/null
  section "unit:$unit_scope:text"
  unit_count=$#
  for unit_file; do
    if [ -f "$unit_file" ] && [ ! -L "$unit_file" ]; then set -- "$@" "$unit_file"; fi
  done
  shift "$unit_count"
  [ $# -eq 0 ] || as "$unit_scope" cat -- "$@" 2>/dev/null
}

# Sets $unit_round to the units that the files have in Also=, and that were not looked at yet: they are enabled with these.
unit_also() {
  set -f
  for unit_name in $(as "$unit_scope" sed -n 's/^[[:blank:]]*Also[[:blank:]]*=//p' -- "$@" 2>/dev/null); do
    case $unit_name in *[!A-Za-z0-9:_.@\\-]* | .* | -* | "") continue ;; esac
    case $unit_names in *" $unit_name "*) continue ;; esac
    unit_names="$unit_names$unit_name "
    unit_round="$unit_round$unit_name "
  done
  set +f
}

# Links as they lie on disk: enablement, aliases and masks, persistent and until the next boot.
unit_links() {
  set --
  for unit_place in "$unit_dir" "$unit_runtime"; do
    for unit_file in "$unit_place"/* "$unit_place"/*.wants/* "$unit_place"/*.requires/* "$unit_place"/*.upholds/*; do
      [ ! -L "$unit_file" ] || set -- "$@" "$unit_file"
    done
  done
  section "unit:$unit_scope:links"
  [ $# -gt 0 ] || return 0
  printf '%s\0' "$@"
  section "unit:$unit_scope:targets"
  as "$unit_scope" readlink -z -- "$@"
}
