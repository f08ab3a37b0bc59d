# shellcheck shell=sh
# What a host kept of a tree before a run changed it: see tree-place.sh.

# look_kept_tree RUN KEY
look_kept_tree() {
  kept_run=/var/lib/fleetwright/runs/$1
  kept_tree=$kept_run/saved/trees/$2
  section "kept:$2:record"
  [ -d "$kept_run" ] || return 0
  printf 'kept=yes\n'
  [ ! -f "$kept_run/result" ] || cat -- "$kept_run/result"
  section "kept:$2:list"
  [ -d "$kept_tree/files" ] || return 0
  (cd -P -- "$kept_tree/files" && find -P . -printf '%y %m %u:%g %s %T@ %D %p\0%l\0')
}
