"""What a file is: its first bytes against its name. Neither alone is believed."""

from __future__ import annotations

import re
from typing import Final, Literal

from tracker.ingest.found import Unreadable

Kind = Literal["html", "pdf", "docx", "text"]

EXTENSIONS: Final[dict[str, Kind]] = {
    "html": "html",
    "htm": "html",
    "xhtml": "html",
    "pdf": "pdf",
    "docx": "docx",
    "txt": "text",
    "text": "text",
}

_ZIP: Final = b"PK\x03\x04"
_PDF: Final = b"%PDF-"
_FOREIGN: Final = (
    (b"\x89PNG\r\n\x1a\n", "is_picture"),
    (b"\xff\xd8\xff", "is_picture"),
    (b"GIF87a", "is_picture"),
    (b"GIF89a", "is_picture"),
    (b"II*\0", "is_picture"),
    (b"MM\0*", "is_picture"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is_old_word"),
    (b"{\\rtf", "is_rtf"),
    (b"\x7fELF", "is_program"),
    (b"\x1f\x8b", "is_archive"),
    (b"BZh", "is_archive"),
    (b"7z\xbc\xaf\x27\x1c", "is_archive"),
    (b"\xfd7zXZ\0", "is_archive"),
    (b"Rar!\x1a\x07", "is_archive"),
)
_SURELY_HTML: Final = re.compile(rb"<(!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_A_TAG: Final = re.compile(rb"<[a-z!/?][^<>]*>", re.IGNORECASE)


def kind_of(*, data: bytes, name: str, declared_type: str) -> Kind:
    """The kind that both name and content say. A name without an extension (an address) leaves it to the
    content, and between text and HTML to the declared type.

    Raises Unreadable where the kind is none of ours, or the two disagree.
    """
    extension = _extension(name)
    expected = EXTENSIONS.get(extension)
    if extension and expected is None:
        raise Unreadable("extension", extension=extension[:20])
    seen = _seen(data, expected)
    if expected is None:
        declared_text = declared_type.partition(";")[0].strip().lower() == "text/plain"
        return "text" if seen == "html" and declared_text else seen
    if expected == "text" and seen == "html":
        return "text"  # markup is text too, and is kept as it is written
    if seen != expected:
        raise Unreadable("not_as_named", extension=extension, seen=seen)
    return expected


def _extension(name: str) -> str:
    stem, dot, extension = name.rpartition("/")[2].rpartition(".")
    return extension.strip().lower() if dot and stem else ""


def _seen(data: bytes, expected: Kind | None) -> Kind:
    start = data[:1024]
    if data.startswith(_PDF) or (expected == "pdf" and _PDF in start):
        return "pdf"
    if data.startswith(_ZIP):
        return "docx"  # whether it is one is seen when it is opened
    for magic, why in _FOREIGN:
        if data.startswith(magic):
            raise Unreadable(why)
    if start.startswith(b"MZ") and b"\0" in start:
        raise Unreadable("is_program")
    if start.startswith(b"RIFF") and start[8:12] == b"WEBP":
        raise Unreadable("is_picture")
    head = data[:65_536].replace(b"\0", b"")  # UTF-16 too
    if (_A_TAG if expected == "html" else _SURELY_HTML).search(head):
        return "html"
    return "text"
