# shellcheck shell=sh
# Whether a commit may be used: decided in the mirror, before anything of it is. Each refusal has its word, in $refused.

# trusted TARGET: the order, the name in the tag, the signatures.
trusted() {
  refused='' signer=''
  in_order "$1" && tag_is_itself && case $policy_verify:$policy_signers$policy_gpg_keys in
  *:) return 0 ;;
  tag:*) signed_tag ;;
  tip:*) signed_commit "$1" ;;
  every_commit:*) signed_commits "$1" ;;
  esac
}

# in_order TARGET: it continues what was accepted before; nobody who serves the repository takes us back to an old fault.
in_order() {
  order_base=${state_commit:-$head}
  [ "$policy_rewind" != true ] && [ -z "$opt_to" ] && [ -n "$order_base" ] || return 0
  if [ -n "$target_tag" ] && [ "$target_tag" = "$state_tag" ] && [ "$target_object" != "$state_tag_object" ]; then
    refused="moved-tag: $target_tag is not what it was"
    return 1
  fi
  # What was made here and never pushed is a local change.
  [ -n "$state_commit" ] || has_commit "$order_base" || return 0
  mirror_git merge-base --is-ancestor "$order_base" "$1" 2>/dev/null || {
    refused="rewind: $1 does not descend from $order_base"
    return 1
  }
}

# tag_is_itself: an old signed tag under a new name is not the new one.
tag_is_itself() {
  [ -n "$target_tag" ] && [ "$(mirror_git cat-file -t "$target_object")" = tag ] || return 0
  tag_inside=$(mirror_git cat-file tag "$target_object" | sed -n '/^$/q; s/^tag //p')
  [ "$tag_inside" = "$target_tag" ] || {
    refused="tag-name: the tag $target_tag calls itself $tag_inside"
    return 1
  }
}

signed_tag() {
  if [ -z "$target_tag" ] || [ "$(mirror_git cat-file -t "$target_object")" != tag ]; then
    refused="unsigned: ${target_tag:-$target} is not a signed tag"
    return 1
  fi
  signature_of "$target_object" tag
}

signed_commit() {
  signature_of "$1" commit
}

# signed_commits TARGET: all that would be new; of a first one itself alone, as there is nothing it could be judged from.
signed_commits() {
  signed_commit "$1" || return 1
  [ -n "${state_commit:-$head}" ] || return 0
  signed_tip=$signer
  mirror_git rev-list "${state_commit:-$head}..$1" >"$WORK/commits" 2>/dev/null || {
    refused="unknown: the commits since ${state_commit:-$head} are not known upstream"
    return 1
  }
  while IFS= read -r signed_one; do
    signed_commit "$signed_one" </dev/null || return 1
  done <"$WORK/commits"
  signer=$signed_tip
}

# signature_of OBJECT TYPE: sets $signer, or $refused.
signature_of() {
  signed_kind=$(mirror_git cat-file "$2" "$1" | sed -n -e 's/^gpgsig\(-sha256\)\{0,1\} //' \
    -e 's/^-----BEGIN \(SSH\|PGP\) SIGNATURE-----$/\1/p' -e 's/^-----BEGIN SIGNED MESSAGE-----$/X509/p' | tail -n 1)
  case $signed_kind:${policy_signers:+ssh}:${policy_gpg_keys:+gpg} in
  :*) refused="unsigned: $1 has no signature" ;;
  SSH:ssh:*) signed_ssh "$1" "$2" && return ;;
  PGP:*:gpg) signed_gpg "$1" "$2" && return ;;
  *) refused="wrong-kind: $1 is signed with a key of another kind ($signed_kind)" ;;
  esac
  return 1
}

# git_verify OBJECT TYPE SIGNERS: its words in $WORK/signature.
git_verify() {
  mirror_git -c gpg.ssh.allowedSignersFile="$3" -c gpg.ssh.program=ssh-keygen -c gpg.program=gpg -c gpg.minTrustLevel=undefined \
    "verify-$2" --raw "$1" >"$WORK/signature" 2>&1 </dev/null
}

signed_ssh() {
  if git_verify "$1" "$2" "$policy_signers"; then
    signer=$(sed -n 's/^Good "git" signature for \(.*\) with .* key \(.*\)$/\1 \2/p' "$WORK/signature" | head -n 1)
    [ -n "$signer" ] && return 0
  fi
  refused="bad-signature: the signature of $1 is wrong"
  if grep -q 'gpg.ssh.*unsupported\|unsupported value for gpg.format' "$WORK/signature"; then
    refused="git-too-old: git on this host is older than 2.34"
  elif grep -q '^Good "git" signature with' "$WORK/signature"; then
    refused="unknown-signer: $1 is signed by $(sed -n 's/^Good "git" signature with //p' "$WORK/signature" | head -n 1)"
    # Is it a key that was good at another time?
    sed 's/valid-\(before\|after\)="\{0,1\}[0-9Zz]*"\{0,1\},\{0,1\}//g' "$policy_signers" >"$WORK/signers"
    ! git_verify "$1" "$2" "$WORK/signers" || refused="expired: $1 is signed with a key that is no longer valid"
  fi
  return 1
}

signed_gpg() {
  gpg_keyring && git_verify "$1" "$2" /dev/null
  signed_code=$?
  if [ "$signed_code" = 0 ]; then
    signer=$(sed -n 's/^\[GNUPG:\] GOODSIG //p' "$WORK/signature" | head -n 1)
    [ -n "$signer" ] && return 0
  fi
  case $(sed -n 's/^\[GNUPG:\] \([A-Z_]*SIG\|NO_PUBKEY\) .*/\1/p' "$WORK/signature" | tr '\n' ' ') in
  *EXPKEYSIG* | *EXPSIG*) refused="expired: the key or the signature of $1 is no longer valid" ;;
  *REVKEYSIG*) refused="revoked: $1 is signed with a revoked key" ;;
  *BADSIG*) refused="bad-signature: the signature of $1 is wrong" ;;
  *ERRSIG* | *NO_PUBKEY*) refused="unknown-signer: $1 is signed by nobody in gpg_keys" ;;
  *) refused="bad-signature: the signature of $1 could not be checked" ;;
  esac
  return 1
}

# gpg_keyring: one that holds the keys of the policy, and no others.
gpg_keyring() {
  command -v gpg >/dev/null || return 1
  GNUPGHOME=$WORK/gnupg
  export GNUPGHOME
  [ -d "$GNUPGHOME" ] || { mkdir -m 0700 -- "$GNUPGHOME" && gpg --batch -q --no-autostart --import -- "$policy_gpg_keys" 2>/dev/null; }
}
