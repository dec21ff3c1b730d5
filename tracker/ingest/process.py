"""Asking a process of its own, which may be stopped at any moment and knows nothing of the site."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from signal import SIGKILL, SIGXCPU
from threading import Thread
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent.parent


class TooSlow(Exception):
    """It took longer than it may, by the clock or the processor."""


def ask(*, module: str, question: bytes, seconds: float, told: Callable[[int], None] | None = None) -> bytes:
    """What `python -m module` says to the question; empty or cut where it dies. Raises TooSlow.

    `told` is given the numbers that the process writes on stderr meanwhile, a line each: how far it is.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", module],
        cwd=ROOT,
        env={"PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE if told else subprocess.DEVNULL,
        start_new_session=True,
    )
    lines, process.stderr = process.stderr, None  # read here, so that `told` is called where `ask` is
    said: list[bytes] = []

    def talk() -> None:
        try:
            said.append(process.communicate(question, timeout=seconds)[0])
        except subprocess.TimeoutExpired:
            pass
        finally:
            process.kill()

    talker = Thread(target=talk)
    talker.start()
    try:
        for line in lines or ():
            if told and line.strip().isdigit():
                told(int(line))
    except BaseException:
        process.kill()
        raise
    finally:
        talker.join()
        process.wait()
        if lines:
            lines.close()
    if not said:
        raise TooSlow
    if process.returncode in (-SIGXCPU, -SIGKILL):
        raise TooSlow
    return said[0]
