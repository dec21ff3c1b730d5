"""Asking a process of its own, which may be stopped at any moment and knows nothing of the site."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from signal import SIGKILL, SIGXCPU
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent.parent


class TooSlow(Exception):
    """It took longer than it may, by the clock or the processor."""


def ask(*, module: str, question: bytes, seconds: float) -> bytes:
    """What `python -m module` says to the question; empty or cut where it dies. Raises TooSlow."""
    process = subprocess.Popen(
        [sys.executable, "-m", module],
        cwd=ROOT,
        env={"PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        said, _nothing = process.communicate(question, timeout=seconds)
    except subprocess.TimeoutExpired:
        raise TooSlow from None
    finally:
        process.kill()
        process.wait()
    if process.returncode in (-SIGXCPU, -SIGKILL):
        raise TooSlow
    return said
