# What script/test runs with the database up (DATABASE_URL is set). Goes on after a failure, to show all of them.
# shellcheck shell=sh

set -u
python=.venv/bin/python
failed=

step() {
  name=$1
  shift
  printf '\n== %s\n' "$name"
  "$@" || failed="$failed, $name"
}

if [ $# -gt 0 ]; then
  exec "$python" -m pytest "$@"
fi

deployment() {
  SITE_URL=https://example.org "$python" manage.py check --deploy --fail-level WARNING
}

step ruff "$python" -m ruff check
step format "$python" -m ruff format --check
step types "$python" -m mypy
step migrations "$python" manage.py makemigrations --check --dry-run
step deployment deployment
step pytest "$python" -m pytest -n 2 --dist worksteal --durations 10 --durations-min 3

if [ -n "$failed" ]; then
  printf '\nscript/test: failed: %s\n' "${failed#, }" >&2
  exit 1
fi
