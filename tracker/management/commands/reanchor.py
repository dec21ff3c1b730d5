"""Says where excerpts of an old text stand in a new one."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from time import process_time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracker.domain.anchoring import LONGEST, Alignment, TooLong
from tracker.domain.sentences import Span

BYTES = 4 * LONGEST
LINE = 10_000


class BadLine(ValueError):
    """A line of the input that asks for nothing; the message is a sentence."""


class Command(BaseCommand):
    help = (
        'Reads {"id", "start", "end"} as JSON Lines: excerpts of OLD, in code points. Writes {"id", "start", "end",'
        ' "score", "ms"} for each: where its words stand in NEW; a null start says that they are gone. See'
        " docs/reanchoring.md."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("old", type=Path, help="the text that the excerpts were marked in, as UTF-8")
        parser.add_argument("new", type=Path, help="the text to find them in, as UTF-8")

    def handle(self, *args: Any, old: Path, new: Path, **options: Any) -> None:
        texts = read_text(old), read_text(new)
        begun = process_time()
        try:
            alignment = Alignment(old=texts[0], new=texts[1])
        except TooLong as error:
            raise CommandError(f"Nothing was compared. {error}") from None
        faults = self.answer(alignment, sys.stdin.buffer, begun)
        if faults:
            raise CommandError("1 line was left out." if faults == 1 else f"{faults} lines were left out.")

    def answer(self, alignment: Alignment, lines: Iterable[bytes], begun: float) -> int:
        """Writes an answer for each line, and a sentence for each bad one; the number of those.

        Times are the processor's. The comparison of the texts counts to that of the first answer.
        """
        faults = 0
        spent = process_time() - begun
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                key, span = read_line(line, len(alignment.old))
            except BadLine as fault:
                faults += 1
                self.stderr.write(f"Line {number}: {fault}")
                continue
            begun = process_time()
            found = alignment.find(start=span.start, end=span.end)
            spent += process_time() - begun
            answer = {"id": key, "start": found.start, "end": found.end, "score": found.score}
            self.stdout.write(json.dumps(answer | {"ms": round(spent * 1000, 3)}))
            spent = 0.0
        return faults


def read_text(path: Path) -> str:
    """The text of a file, newlines as they are. Raises CommandError for one that is missing, too large or not UTF-8."""
    try:
        with path.open("rb") as file:
            data = file.read(BYTES + 1)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
    if len(data) > BYTES:
        raise CommandError(f"{path} is larger than {BYTES:,} bytes.")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise CommandError(f"{path} is not UTF-8: the byte at {error.start} does not fit.") from None


def read_line(line: bytes, length: int) -> tuple[str | int, Span]:
    """The id and range that a line asks for. Raises BadLine."""
    if len(line) > LINE:
        raise BadLine(f"It is longer than {LINE:,} bytes.")
    try:
        asked = json.loads(line.decode())
    except (ValueError, RecursionError):  # what is not UTF-8 is a ValueError, too
        raise BadLine("It is not JSON.") from None
    if not isinstance(asked, dict) or not {"id", "start", "end"} <= asked.keys():
        raise BadLine("It must be an object with id, start and end.")
    key, start, end = asked["id"], asked["start"], asked["end"]
    if type(key) not in (str, int):
        raise BadLine("The id must be a text or a whole number.")
    if type(start) is not int or type(end) is not int:
        raise BadLine("Start and end must be whole numbers.")
    if not 0 <= start < end <= length:
        raise BadLine(f"{start} to {end} is no range of the old text, which has {length:,} characters.")
    return key, Span(start, end)
