"""The worker beside the site: does the jobs of tracker/jobs, and is begun again when it dies."""

import os
import signal
import socket
import sys
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import django

from tracker.launch import die_with_parent

PATIENCE = 3
"""Seconds that a job under way has to end when the site does. What does not is taken up at the next start."""

PAUSE = 5
"""Seconds before a worker that died is begun again, so that one that cannot live does not keep the machine busy."""


class Worker:
    """The process of the worker, seen from the one that watches over it."""

    def __init__(self, root: Path, sockets: list[socket.socket]) -> None:
        self.root = root
        self.sockets = sockets
        self.pid = 0
        self.begun = 0.0

    def start(self) -> None:
        """Begins it. Call it only once the database is prepared."""
        self.begun = time.monotonic()
        self.pid = os.fork()
        if not self.pid:
            work(self.root, self.sockets)

    def revive(self) -> bool:
        """Begins it anew if it died; whether it did."""
        if self.pid and os.waitpid(self.pid, os.WNOHANG)[0]:
            self.pid = 0
        if self.pid or not self.begun or time.monotonic() < self.begun + PAUSE:
            return False
        self.start()
        return True

    def tell(self) -> None:
        """Asks it to end; it takes no further job."""
        self.begun = 0.0
        if self.pid:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGTERM)

    def end(self) -> None:
        """Sees to it that it has ended, within `PATIENCE` seconds."""
        self.tell()
        until = time.monotonic() + PATIENCE
        with suppress(ChildProcessError, ProcessLookupError):
            while self.pid and not os.waitpid(self.pid, os.WNOHANG)[0]:
                if time.monotonic() > until:
                    os.kill(self.pid, signal.SIGKILL)
                    until += 60
                time.sleep(0.02)
        self.pid = 0


def work(root: Path, sockets: list[socket.socket]) -> NoReturn:
    """The process itself. Never returns: it must not undo what its parent has to."""
    status = 1
    try:
        os.setpgid(0, 0)  # Ctrl-C is for the first process to pass on
        for each in sockets:
            each.close()
        die_with_parent()
        os.chdir(root)

        django.setup()
        from procrastinate.contrib.django import app  # it can be asked only now
        from procrastinate.contrib.django.django_connector import DjangoConnector

        with app.replace_connector(DjangoConnector().get_worker_connector()) as working:
            working.run_worker()
        status = 0
    except (KeyboardInterrupt, SystemExit):
        status = 130
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
