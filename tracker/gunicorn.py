"""How gunicorn serves the site: `gunicorn --config tracker/gunicorn.py tracker.wsgi` (script/server does the same).

Threads, because a page waits for the database; two processes at least, so that one may die. WEB_CONCURRENCY
sets their number. Every thread keeps one connection: processes x THREADS must stay below the database's limit.
"""

import os

from gunicorn.http import message

THREADS = 4

wsgi_app = "tracker.wsgi"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or max(2, os.cpu_count() or 2))
threads = THREADS
preload_app = os.environ.get("DEBUG") != "1"
reload = not preload_app

# Overlong addresses get a page of ours that says so, not gunicorn's bare one: gunicorn stops at 8190 by itself.
message.MAX_REQUEST_LINE = 65_536
limit_request_line = message.MAX_REQUEST_LINE - 1
limit_request_field_size = 16_380

timeout = 60
graceful_timeout = 10
keepalive = 15
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - a heartbeat must not wait for a disk

# Only BEHIND_PROXY (settings) decides whether a proxy's word on https is believed.
forwarded_allow_ips = ""
control_socket_disable = True

loglevel = "warning"
accesslog = None  # no reader's address is written down
