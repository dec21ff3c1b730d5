"""PDF: its text, page by page. Runs in the child process alone."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError

from tracker.ingest.found import LONGEST, PAGE_BREAK, Found, Proposal, Unreadable
from tracker.ingest.script import language_of


def read_pdf(data: bytes) -> Found:
    """The pages' text, a form feed between them, and where each begins. Pictures of text are not read."""
    reader = PdfReader(BytesIO(data))
    try:
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("locked")
        pages, starts, length = [], [], 0
        for page in reader.pages:
            starts.append(length)
            pages.append(_whole(page.extract_text()))
            length += len(pages[-1]) + len(PAGE_BREAK)
            if length > LONGEST:
                raise Unreadable("too_long", longest=LONGEST)
    except (DependencyError, FileNotDecryptedError):
        raise Unreadable("locked") from None
    if not any(page.strip() for page in pages):
        raise Unreadable("scanned", count=len(pages))
    found = Found(text=PAGE_BREAK.join(pages), media_type="application/pdf", pages=starts)
    _propose(found, reader)
    return found


def _whole(text: str) -> str:
    """Newlines as LF, halves of a pair joined, no form feed but ours."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", " ")
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass").rstrip("\n")


def _propose(found: Found, reader: PdfReader) -> None:
    properties = reader.metadata
    for name, value in (("title", properties and properties.title), ("byline", properties and properties.author)):
        words = " ".join(str(value or "").split())
        if words and "\0" not in words and len(words) <= 500:
            found.proposals["title" if name == "title" else "byline"] = Proposal(words, "properties")
    declared = reader.root_object.get("/Lang")
    language = language_of(found.text, Proposal(str(declared), "properties") if declared else None)
    if language:
        found.proposals["language"] = language
