# shellcheck shell=sh
# What a host is like, one fact a line, for `doctor`. Changes nothing.

# doctor TOOL…: the tools are those to be looked for.
doctor() {
  printf 'time %s\n' "$(date +%s)"
  if [ -d /run/systemd/system ]; then
    printf 'systemd %s\n' "$(systemctl show --property=Version --value 2>/dev/null)"
    printf 'state %s\n' "$(systemctl show --property=SystemState --value 2>/dev/null)"
    printf 'bus %s\n' "$(doctor_bus)"
  fi
  for doctor_tool; do
    if command -v "$doctor_tool" >/dev/null 2>&1; then printf 'tool %s\n' "$doctor_tool"; fi
  done
  for doctor_path in /etc /var /run; do doctor_space "$doctor_path"; done
  printf 'end\n'
}

# The system bus, without which `systemd-run --wait` hears of no end. Its socket is enough: who connects starts the rest.
doctor_bus() {
  if [ -S /run/dbus/system_bus_socket ] && systemctl is-active --quiet dbus.service dbus.socket 2>/dev/null
  then echo yes
  else echo no
  fi
}

# doctor_space PATH: free and all KiB, free inodes, and whether we may write there. df(1) is the portable way to know.
doctor_space() {
  doctor_may=no
  [ ! -w "$1" ] || doctor_may=yes
  doctor_inodes=$(df -Pi "$1" 2>/dev/null | doctor_column)
  printf 'space %s %s %s %s\n' "$1" "$(df -Pk "$1" 2>/dev/null | doctor_column)" "${doctor_inodes%/*}" "$doctor_may"
}

# The second line's fourth and second column: free and all.
doctor_column() {
  read -r _
  read -r _ doctor_all _ doctor_free _
  printf '%s/%s' "${doctor_free:--}" "${doctor_all:--}"
}
