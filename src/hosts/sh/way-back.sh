# shellcheck shell=sh
# What a host kept of what a run replaced: see files.sh, links.sh and jobs.sh for how it was put there.

# look_saved RUN SCOPE PATH…: of the PATHs as they were before the run, of all links before and after it, of units.
look_saved() {
  saved_run=/var/lib/fleetwright/runs/$1 saved_scope=$2
  saved_files=$saved_run/saved/files
  shift 2
  section "saved:$saved_scope:record"
  [ -d "$saved_run" ] || return 0
  printf 'kept=yes\n'
  [ ! -f "$saved_run/result" ] || cat -- "$saved_run/result"
  saved_count=$#
  for saved_path; do
    if [ -e "$saved_files$saved_path" ] || [ -L "$saved_files$saved_path" ]; then set -- "$@" "$saved_files$saved_path"; fi
  done
  shift "$saved_count"
  section "saved:$saved_scope:stat"
  [ $# -eq 0 ] || stat --printf='%F|%a|%U:%G|%s|%.6Y|%n\0' -- "$@"
  saved_text "$@"
  saved_links "$@"
  section "saved:$saved_scope:links-before"
  saved_list "links-$saved_scope"
  section "saved:$saved_scope:links-after"
  saved_list "links-after-$saved_scope"
  section "saved:$saved_scope:states"
  saved_list "states-$saved_scope"
}

saved_text() {
  section "saved:$saved_scope:text"
  for saved_path; do
    if [ -f "$saved_path" ] && [ ! -L "$saved_path" ]; then cat -- "$saved_path"; fi
  done
}

saved_links() {
  section "saved:$saved_scope:links"
  for saved_path; do [ ! -L "$saved_path" ] || printf '%s\0' "$saved_path"; done
  section "saved:$saved_scope:targets"
  for saved_path; do [ ! -L "$saved_path" ] || readlink -z -- "$saved_path"; done
}

# Whether it was kept at all stands before it: there may have been none.
saved_list() {
  [ -f "$saved_run/saved/$1" ] || return 0
  printf 'kept=yes\n'
  cat -- "$saved_run/saved/$1"
}
