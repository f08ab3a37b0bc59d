# shellcheck shell=sh
# Which commit is wanted.

# choose_target: sets $target, and $target_tag with $target_object where a tag says so.
choose_target() {
  target='' target_tag='' target_object=''
  if [ -n "$opt_to" ]; then
    choose_named "$opt_to" || return 1
  else
    case $policy_track in
    branch) target=$(commit_of "refs/heads/$policy_ref") ;;
    tag) target_tag=$(newest_tag "$policy_ref") ;;
    version) target_tag=$(newest_version "$policy_ref") ;;
    commit) target=$(commit_of "$policy_ref") ;;
    esac
  fi
  if [ -n "$target_tag" ]; then
    target_object=$(mirror_git rev-parse -q --verify "refs/tags/$target_tag") && target=$(commit_of "refs/tags/$target_tag") ||
      target=
  fi
  is_commit "$target"
}

commit_of() {
  mirror_git rev-parse -q --verify "$1^{commit}" 2>/dev/null
}

# choose_named REF: what a person asks for: tags/X or heads/X where both have the name.
choose_named() {
  case $1 in
  -* | *[[:cntrl:]\ ~^:?*\[\\]*) return 1 ;;
  tags/*) target_tag=${1#tags/} ;;
  heads/*) target=$(commit_of "refs/$1") ;;
  *)
    named_tag=$(commit_of "refs/tags/$1")
    named_head=$(commit_of "refs/heads/$1")
    if [ -n "$named_tag" ] && [ -n "$named_head" ] && [ "$named_tag" != "$named_head" ]; then
      target_reason="$1 is a tag and a branch: say tags/$1 or heads/$1"
      return 1
    fi
    target=$named_head
    [ -z "$named_tag" ] || target_tag=$1
    case $1 in *[!0-9a-f]* | ?????? | ????? | ???? | ??? | ?? | ?) ;; *) target=${target:-$(commit_of "$1")} ;; esac
    ;;
  esac
}

# newest_tag GLOB: by version, what is before a release (1.0-rc1) before it.
newest_tag() {
  mirror_git -c versionsort.suffix=- for-each-ref --sort=-v:refname --count=1 --format='%(refname:lstrip=2)' "refs/tags/$1"
}

# newest_version RANGE: `>=1.2 <2` over tags 1.2.3 and v1.2.3; others, such as 1.3-rc1, are none.
newest_version() {
  mirror_git for-each-ref --sort=-v:refname --format='%(refname:lstrip=2)' refs/tags |
    grep -E '^v?[0-9]+([.][0-9]+)*$' | sed 's/^v\(.*\)/\1 v\1/; t; s/.*/& &/' | sort -s -r -V -k1,1 | {
    while read -r version_number version_tag; do
      if in_range "$version_number" "$1"; then
        printf '%s\n' "$version_tag"
        cat >/dev/null
        return 0
      fi
    done
  }
}

# in_range VERSION RANGE
in_range() {
  # A range is words; it holds no star.
  # shellcheck disable=SC2086
  for range_word in $2; do
    range_than=${range_word#"${range_word%%[0-9]*}"}
    version_order "$1" "$range_than"
    case ${range_word%%[0-9]*}:$version_order in
    '>=:'[01] | '>:1' | '<=:'[0-] | '<:-' | '=:0' | '==:0' | :0 | '!=:'[1-]) ;;
    *) return 1 ;;
    esac
  done
}

# version_order A B: sets $version_order to -, 0 or 1. Missing parts are 0: 1.2 is 1.2.0.
version_order() {
  order_a=$1. order_b=$2. version_order=0
  while [ -n "$order_a$order_b" ]; do
    order_x=${order_a%%.*} order_y=${order_b%%.*}
    order_a=${order_a#*.} order_b=${order_b#*.}
    if [ "${order_x:-0}" -gt "${order_y:-0}" ]; then version_order=1 && return; fi
    if [ "${order_x:-0}" -lt "${order_y:-0}" ]; then version_order=- && return; fi
  done
}
