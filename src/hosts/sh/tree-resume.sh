# shellcheck shell=sh
# What had come to a tree when the line broke need not come again. It lies beside the tree, where only root can enter.

# stage_keep STAGE PART: only what is worth it, in kilobytes.
stage_keep() {
  keep_size=$(du -sk -- "$1/new" 2>/dev/null) || return 0
  [ "${keep_size%%[!0-9]*}" -ge 8192 ] || return 0
  rm -rf -- "$2" && mkdir -m 0700 -- "$2" && mv -- "$1/new" "$2/new"
}

# stage_resume STAGE PART: asks which files are wanted, and tells which of them are there: in the order of the list, `1` for
# each that is, `0` for each that is not.
stage_resume() {
  if [ ! -d "$2" ] || [ -L "$2" ]; then return 0; fi
  stage_say part
  stage_error=$({
    stage_receive | gzip -dc | sort -z >"$1/wanted" && mkdir -m 0755 -- "$1/new" &&
      (cd -- "$2/new" && cut -z -c 67- "$1/wanted" | resume_files | xargs -0 -r sha256sum -z --) | sort -z |
      comm -z -12 - "$1/wanted" >"$1/had" &&
      (cd -- "$2/new" && cut -z -c 67- "$1/had" | xargs -0 -r cp -al --parents -t "$1/new" --)
  } 2>&1) || {
    stage_say refused "cannot go on with what came before: $(stage_words "$stage_error")"
    rm -rf -- "$2"
    return 1
  }
  rm -rf -- "$2"
  comm -z -2 -- "$1/wanted" "$1/had" | sed -z 's/^\t.*/1/; t; s/.*/0/' | tr -d '\0' | fold -w 8000 | while IFS= read -r resume_had || [ -n "$resume_had" ]; do
    stage_say had "$resume_had"
  done
}

# resume_files <PATHS: those that are files.
resume_files() {
  xargs -0 -r sh -c 'for file; do if [ -f "$file" ] && [ ! -L "$file" ]; then printf "%s\0" "$file"; fi; done' sh
}
