# shellcheck shell=sh
# shellcheck disable=SC2016  # programs in single quotes are for others
# Two directories take each other's names at one moment: renameat2(2) with RENAME_EXCHANGE. Of the shell's own tools only
# mv of coreutils 9.5 and later can ask for it; elsewhere Python or Perl does.

# tree_exchanger: what this host does it with; false where it cannot.
tree_exchanger() {
  for exchanger in python3 perl; do
    ! command -v "$exchanger" >/dev/null || return 0
  done
  exchanger='mv'
  mv --help 2>/dev/null | grep -q -e '--exchange'
}

# tree_exchange DIRECTORY PATH: the way to PATH is entered, and looked at, as in tree_walk.
tree_exchange() (
  tree_exchanger || exit 1
  if ! cd -P -- "${2%/*}/" || [ "${PWD%/}" != "${2%/*}" ]; then
    echo "the way to $2 is another now"
    exit 1
  fi
  set -- "$1" "./${2##*/}"
  case $exchanger in
  python3) python3 -I -c "$EXCHANGE_PYTHON" "$@" ;;
  perl) perl -e "$EXCHANGE_PERL" "$(uname -m)" "$@" ;;
  mv) mv --exchange --no-copy -T -- "$@" ;;
  esac
)

# -100 is AT_FDCWD, 2 is RENAME_EXCHANGE (linux/fcntl.h, linux/fs.h).
EXCHANGE_PYTHON='
import ctypes, os, sys
old, new = (os.fsencode(word) for word in sys.argv[1:])
if ctypes.CDLL(None, use_errno=True).renameat2(-100, old, -100, new, 2) != 0:
    sys.exit("cannot exchange the two: " + os.strerror(ctypes.get_errno()))
'

# The number of the call: syscalls(2) of each architecture, for programs of 64 bits.
EXCHANGE_PERL='
my ($machine, $old, $new) = @ARGV;
my %numbers = (x86_64 => 316, aarch64 => 276, riscv64 => 276, ppc64le => 357, s390x => 347);
my $number = $numbers{$machine};
die "cannot exchange the two: perl does not know how on $machine\n" unless defined $number && length(pack "p", "") == 8;
syscall($number, -100, $old, -100, $new, 2) == 0 or die "cannot exchange the two: $!\n";
'
