# shellcheck shell=sh
# When an update may happen: `Sat,Sun 02:00-05:00 Europe/Berlin`, one of several. Days and zone may be left out; a window that
# ends before it begins ends on the next day.

# in_window: is one open now? A window that cannot be read is never open.
in_window() {
  [ -n "$policy_windows" ] || return 0
  while IFS= read -r window; do
    # shellcheck disable=SC2086
    (set -f && window_open $window) && return 0
  done <<END
$policy_windows
END
  return 1
}

# window_open [DAYS] FROM-TO [ZONE]
window_open() {
  window_days=Mon-Sun window_zone=
  case $1 in [0-9]*:*) ;; *) window_days=$1 && shift ;; esac
  window_hours=${1-} window_zone=${2-}
  case $window_zone in
  '') ;;
  UTC) ;;
  *[!A-Za-z0-9_+/-]*) return 1 ;;
  *) [ -f "/usr/share/zoneinfo/$window_zone" ] || return 1 ;;
  esac
  window_now=$(${window_zone:+env TZ="$window_zone"} date '+%u %H %M') || return 1
  # shellcheck disable=SC2086
  set -- $window_now
  window_day=$1 window_minute=$((${2#0} * 60 + ${3#0}))
  window_from=$(minute_of "${window_hours%-*}") && window_to=$(minute_of "${window_hours#*-}") || return 1
  if [ "$window_from" -lt "$window_to" ]; then
    [ "$window_minute" -ge "$window_from" ] && [ "$window_minute" -lt "$window_to" ] && day_in "$window_day" "$window_days"
  elif [ "$window_minute" -ge "$window_from" ]; then
    day_in "$window_day" "$window_days"
  else
    [ "$window_minute" -lt "$window_to" ] && day_in "$(((window_day + 5) % 7 + 1))" "$window_days"
  fi
}

minute_of() {
  case $1 in
  [0-2][0-9]:[0-5][0-9]) ;;
  *) return 1 ;;
  esac
  minute_hour=${1%:*} minute_rest=${1#*:}
  printf '%s' $((${minute_hour#0} * 60 + ${minute_rest#0}))
}

# day_in NUMBER DAYS: Mon,Wed or Mon-Fri (Mon..Fri is the same), which may lead over Sunday.
day_in() {
  day_list=$2,
  while [ -n "$day_list" ]; do
    day_one=${day_list%%,*} day_list=${day_list#*,}
    day_from=$(day_number "${day_one%%[-.]*}") && day_to=$(day_number "${day_one##*[-.]}") || return 1
    if [ "$day_from" -le "$day_to" ]; then
      [ "$1" -lt "$day_from" ] || [ "$1" -gt "$day_to" ] || return 0
    elif [ "$1" -ge "$day_from" ] || [ "$1" -le "$day_to" ]; then
      return 0
    fi
  done
  return 1
}

day_number() {
  case $1 in
  [Mm]on*) printf 1 ;;
  [Tt]ue*) printf 2 ;;
  [Ww]ed*) printf 3 ;;
  [Tt]hu*) printf 4 ;;
  [Ff]ri*) printf 5 ;;
  [Ss]at*) printf 6 ;;
  [Ss]un*) printf 7 ;;
  *) return 1 ;;
  esac
}
