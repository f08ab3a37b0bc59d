# shellcheck shell=sh
# Telling people: once when how things stand has changed, not at every attempt. That nobody could be told is logged, and
# changes nothing else.

# notify EVENTS RESULT TEXT: to those who asked for one of the events (words).
notify() {
  [ -n "$policy_notify" ] || return 0
  case ,$1,$policy_notify in ,,*always*) ;; ,,*) return 0 ;; esac
  notify_body "$1" "$2" "$3"
  while IFS= read -r notify_line; do
    notify_how=${notify_line%% *} notify_rest=${notify_line#* }
    notify_events=${notify_rest%% *} notify_rest=${notify_rest#* }
    wanted "$notify_events" "$1 always" || continue
    case $notify_how in
    webhook) notify_webhook "${notify_rest%% *}" "${notify_rest#* }" ;;
    mail) notify_mail "$notify_rest" "$2" "$3" ;;
    command) notify_command "$notify_rest" "$2" ;;
    esac 2>"$WORK/notify-error" >/dev/null </dev/null || say "nobody was told by $notify_how: $(head -n 1 -- "$WORK/notify-error")"
  done <<END
$policy_notify
END
}

# wanted LIST EVENTS: is one of the events among them?
wanted() {
  for wanted_one in $2; do
    case ,$1, in *,"$wanted_one",*) return 0 ;; esac
  done
  return 1
}

notify_body() {
  notify_event=${1:-$2}
  json_fields repo "$name" host "$(uname -n)" event "${notify_event%% *}" result "$2" from "$from" to "$to" tag "$target_tag" why "$why" \
    time "$now" text "$3"
  printf '%s' "$json" >"$WORK/body"
}

# notify_webhook URL SECRETFILE: `X-Fleetwright-Signature: sha256=…` is the HMAC-SHA256 of `TIME.BODY` with what the file holds.
# Addresses may be secrets, so nothing of it stands among the words of a process.
notify_webhook() {
  command -v curl >/dev/null || { echo 'this host has no curl' >&2 && return 1; }
  {
    printf 'url = "%s"\n' "$(printf '%s' "$1" | sed 's/[\\"]/\\&/g')"
    printf 'header = "Content-Type: application/json"\nheader = "X-Fleetwright-Timestamp: %s"\n' "$now"
    if [ -n "$2" ] && [ "$2" != "$1" ]; then
      hook_sum=$({ printf '%s.' "$now" && cat -- "$WORK/body"; } | hmac_sha256 "$2") || return 1
      printf 'header = "X-Fleetwright-Signature: sha256=%s"\n' "$hook_sum"
    fi
  } >"$WORK/curl" || return 1
  timeout -k 2 30 curl -q -sS -f -o /dev/null --max-time 10 --retry 2 --retry-connrefused --retry-max-time 25 \
    --data-binary @"$WORK/body" --config "$WORK/curl" 9>&-
}

notify_mail() {
  notify_sendmail=$(command -v sendmail) || { echo 'this host has no sendmail' >&2 && return 1; }
  {
    printf 'To: %s\nSubject: %s on %s: %s\nAuto-Submitted: auto-generated\nContent-Type: text/plain; charset=utf-8\n\n' \
      "$1" "$name" "$(uname -n)" "$2"
    printf '%s\n\nrepository: %s\nfrom: %s\nto: %s\nstarted by: %s\n' "$(one_line "$3")" "$name" "$from" "$to" "$why"
  } >"$WORK/mail"
  timeout -k 2 30 "$notify_sendmail" -oi -- "$1" <"$WORK/mail" 9>&-
}

# notify_command COMMAND RESULT: as the owner; the body of the webhook is its standard input.
notify_command() {
  notify_left=$deadline
  uptime_now
  deadline=$((uptime + 30)) outcome=$2
  as_owner sh -c "$1" <"$WORK/body"
  notify_code=$?
  deadline=$notify_left
  return "$notify_code"
}

# hmac_sha256 KEYFILE: of standard input, in hex; without a program that would want the key among its words. The key is what the
# file holds, but for a line end after it.
hmac_sha256() {
  hmac_key=$(od -A n -v -t x1 -- "$1" | tr -d ' \n') && [ -n "$hmac_key" ] || { echo "cannot read the secret" >&2 && return 1; }
  hmac_key=${hmac_key%0a}
  hmac_key=${hmac_key%0d}
  [ ${#hmac_key} -le 128 ] || { hmac_key=$(bytes "$hmac_key" 0 | sha256sum) && hmac_key=${hmac_key%% *}; }
  while [ ${#hmac_key} -lt 128 ]; do hmac_key=${hmac_key}00; done
  hmac_inner=$({ bytes "$hmac_key" 54 && cat; } | sha256sum)
  hmac_outer=$({ bytes "$hmac_key" 92 && bytes "${hmac_inner%% *}" 0; } | sha256sum)
  printf '%s' "${hmac_outer%% *}"
}

# bytes HEX MASK: the bytes, each XOR the mask.
bytes() {
  bytes_left=$1
  while [ -n "$bytes_left" ]; do
    bytes_rest=${bytes_left#??}
    bytes_one=$((0x${bytes_left%"$bytes_rest"} ^ $2))
    # shellcheck disable=SC2059
    printf "\\$(printf %03o "$bytes_one")"
    bytes_left=$bytes_rest
  done
}
