# Shared by the scripts: says what is wrong in one sentence, and makes the environment. Sourced, not run.
# shellcheck shell=sh

set -eu
unset CDPATH
root=$(cd -- "$(dirname -- "$0")/.." && pwd -P)
me=script/$(basename -- "$0")
venv=$root/.venv
python=$venv/bin/python

die() {
  printf '%s: %s\n' "$me" "$*" >&2
  exit 1
}

# installed FILE… : the environment holds exactly these lists (copies of them stand in it), and runs
installed() {
  for list; do
    cmp -s "$root/$list" "$venv/installed/$list" || return 1
  done
  "$python" -c 'import django, psycopg' 2>/dev/null
}

# environment FILE… : makes .venv and installs the locked lists. Without network when nothing has changed.
environment() {
  installed "$@" && return
  command -v python3 >/dev/null 2>&1 || die 'Python 3.11 or newer is needed, and there is no python3 on PATH.'
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
    die "Python 3.11 or newer is needed, and python3 here is $(python3 --version 2>&1)."
  { mkdir -p "$root/.data" && : >>"$root/.data/install.lock"; } 2>/dev/null ||
    die "Nothing can be written in $root: the disk is full, or the folder belongs to somebody else."
  exec 9<"$root/.data/install.lock"
  python3 -c 'import fcntl; fcntl.flock(9, fcntl.LOCK_EX)' # held until this shell closes 9, however it ends
  installed "$@" || install "$@"
  exec 9<&-
}

install() {
  printf '%s: installing what it needs into .venv (only when the lists change; about a minute)\n' "$me" >&2
  # a half-made environment, left by a kill, is made again
  if [ -e "$venv/unfinished" ] || ! "$python" -c 'import pip' 2>/dev/null; then
    said=$(python3 -m venv --clear "$venv" 2>&1) || explain "$said" 'The Python environment cannot be made'
  fi
  said=$({ : >"$venv/unfinished"; } 2>&1) || explain "$said" 'The Python environment cannot be written'
  for list; do
    set -- "$@" -r "$root/$list"
    shift
  done
  said=$("$python" -m pip install --quiet --no-input --disable-pip-version-check --retries 2 --timeout 20 \
    --require-hashes "$@" 2>&1) || explain "$said" 'The packages cannot be installed'
  said=$({ mkdir -p "$venv/installed" && while [ $# -gt 0 ]; do
    cp -- "$2" "$venv/installed/"
    shift 2
  done; } 2>&1) || explain "$said" 'The Python environment cannot be written'
  rm -f "$venv/unfinished"
}

# explain OUTPUT WHAT : the one sentence for what a program said at length
explain() {
  room=$(dd if=/dev/zero of="$root/.data/room" bs=1024 count=4096 2>&1) || set -- "$room" "$2"
  rm -f "$root/.data/room"
  case $1 in
    *'No space left on device'* | *'Disk quota exceeded'*)
      die 'The disk is full. Make room and start again.' ;;
    *ensurepip*)
      die "Python's venv module is missing: install it (on Debian: apt-get install python3-venv)." ;;
    *NewConnectionError* | *NameResolutionError* | *'Temporary failure in name resolution'* | *'unreachable'* | \
      *ConnectTimeout* | *ProxyError* | *'Connection refused'* | *'Max retries'* | *'Read timed out'* | \
      *'from versions: none'* | *ReadTimeoutError* | *ConnectionResetError* | *SSLError*)
      die 'The first start needs the network, to install Python packages, and the package index cannot be reached.' ;;
  esac
  die "$2: $(printf '%s\n' "$1" | grep -v '^$' | tail -n 1)"
}

# launch VERB ARGS… : becomes tracker/launch.py, wherever the caller stands
launch() {
  exec "$python" -P -c 'import sys; sys.path.insert(0, sys.argv[1]); from tracker.launch import main; sys.exit(main(sys.argv[2:]))' \
    "$root" "$@"
}

# browser : what the browser tests need. As root on Debian it is installed, elsewhere it is only looked for.
browser() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 0
  lacking=
  command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || lacking=chromium
  # Playwright's driver needs the first, the pages' Korean the second
  [ -n "$(find /usr/lib /lib -name 'libatomic.so.1' -print -quit 2>/dev/null)" ] || lacking="$lacking libatomic1"
  command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=ko 2>/dev/null)" ] || lacking="$lacking fonts-noto-cjk"
  [ -n "$lacking" ] || return 0
  printf '%s: installing for the browser tests: %s\n' "$me" "$lacking" >&2
  # shellcheck disable=SC2086 # several names
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $lacking; } \
    >"$root/.data/browser.log" 2>&1 ||
    printf '%s: that did not work (%s); the browser tests may be skipped\n' "$me" "$root/.data/browser.log" >&2
}
