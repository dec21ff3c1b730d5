"""The process that reads a file: limited in memory and time, without network, without the site's secrets.

In on stdin: a line of JSON that says what the file is called, then its bytes. Out on stdout: JSON, what was found
or why nothing was. Whatever a file does to a parser, it does it here.
"""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import asdict
from typing import Any, Final

MEMORY: Final = 512 * 1024 * 1024
"""Bytes that the process may take, everything included."""

SECONDS: Final = 20
"""Of processor time; the parent measures those of the clock."""

_NEVER: Final = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.remove",
    "resource.setrlimit",
)


def limit(*, memory: int = MEMORY, seconds: int = SECONDS) -> None:
    """Give up, for good, more memory, more time, and files to write."""
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def confine(*, memory: int = MEMORY, seconds: int = SECONDS) -> None:
    """Give up, for good, what reading a file does not need: the above, the network, other programs."""
    limit(memory=memory, seconds=seconds)

    def refuse(event: str, _arguments: tuple[Any, ...]) -> None:
        if event.startswith(_NEVER):
            raise PermissionError(event)

    sys.addaudithook(refuse)


def answer(*, name: str, declared_type: str, data: bytes) -> dict[str, Any]:
    """What was found in the file, or `why` nothing was."""
    from tracker.ingest.found import Unreadable  # only now, so that the limits hold for every import

    try:
        return asdict(_read(name, declared_type, data))
    except Unreadable as unreadable:
        return {"why": unreadable.why, "facts": unreadable.facts}
    except MemoryError:
        return {"why": "too_much"}
    except RecursionError:
        return {"why": "nested"}
    except Exception:  # parsers raise whatever they like
        return {"why": "damaged"}


def _read(name: str, declared_type: str, data: bytes) -> Any:
    from tracker.domain.text import BadText, normalise_newlines, refuse_bad_text
    from tracker.ingest.found import LONGEST, Found, Unreadable
    from tracker.ingest.kinds import kind_of

    kind = kind_of(data=data, name=name, declared_type=declared_type)
    charset = declared_type.lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
    if kind == "pdf":
        from tracker.ingest.pdf import read_pdf

        found = read_pdf(data)
    elif kind == "docx":
        from tracker.ingest.docx import read_docx

        found = read_docx(data)
    elif kind == "html":
        from tracker.ingest.html import read_html

        found = read_html(data, charset)
    else:
        from tracker.ingest.decode import decode
        from tracker.ingest.script import language_of

        text, charset = decode(data, [charset])
        found = Found(text=text, media_type="text/plain", charset=charset)
        language = language_of(text, None)
        found.proposals = {"language": language} if language else {}
    found.text = normalise_newlines(text=found.text)
    try:
        refuse_bad_text(text=found.text)
    except BadText:
        raise Unreadable("unkeepable") from None
    if len(found.text) > LONGEST:
        raise Unreadable("too_long", longest=LONGEST)
    if not any(sign.isprintable() and not sign.isspace() for sign in found.text):
        raise Unreadable("no_text")
    return found


def main() -> None:
    confine()
    head = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    said = answer(name=head["name"], declared_type=head["declared_type"], data=data)
    sys.stdout.buffer.write(json.dumps(said).encode())


if __name__ == "__main__":
    main()
