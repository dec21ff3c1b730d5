"""Word (DOCX): its paragraphs and footnotes. Runs in the child process alone.

Only four parts are opened, after the unpacked sizes of all were summed; they are read in a stream, without
entities, without anything from outside. Deleted and moved-away words are left out, as a reader of Word sees it.
"""

from __future__ import annotations

from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile

from lxml import etree  # type: ignore[import-untyped]

from tracker.ingest.found import LONGEST, Found, Proposal, Unreadable
from tracker.ingest.script import language_of

UNPACKED: Final = 100 * 1024 * 1024
"""Bytes of all parts together, unpacked."""

PARTS: Final = 2_000

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT: Final = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_DUBLIN: Final = "{http://purl.org/dc/elements/1.1/}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SIGNS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_LEFT_OUT: Final = frozenset({"moveFrom", "del"})


def read_docx(data: bytes) -> Found:
    """The text, a blank line between paragraphs, footnotes and endnotes after it."""
    try:
        with ZipFile(BytesIO(data)) as parts:
            names = _checked(parts)
            texts = [
                _text(parts.read(f"word/{part}.xml"))
                for part in ("document", "footnotes", "endnotes")
                if f"word/{part}.xml" in names
            ]
            core = parts.read("docProps/core.xml") if "docProps/core.xml" in names else b""
    except (BadZipFile, NotImplementedError, EOFError, OSError):
        raise Unreadable("damaged") from None
    except RuntimeError:
        raise Unreadable("locked") from None  # a part is encrypted
    found = Found(text="\n\n".join(filter(None, texts)), media_type=MEDIA_TYPE)
    _propose(found, core)
    return found


def _checked(parts: ZipFile) -> set[str]:
    """The names of the parts, once their number and unpacked size are known to be bearable."""
    entries = parts.infolist()
    names = {entry.filename for entry in entries}
    if len(entries) > PARTS or sum(entry.file_size for entry in entries) > UNPACKED:
        raise Unreadable("unpacks_too_large", most=UNPACKED // 1024 // 1024)
    if "word/document.xml" not in names:
        raise Unreadable("is_odt" if "content.xml" in names else "is_archive")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unreadable("macros")
    return names


def _stream(part: bytes, events: tuple[str, ...] = ("start", "end")) -> etree.iterparse:
    return etree.iterparse(
        BytesIO(part), events=events, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
    )


def _text(part: bytes) -> str:
    paragraphs: list[str] = []
    open_ones: list[list[str]] = []  # a text box stands inside a paragraph
    hidden, length = 0, 0
    try:
        for event, element in _stream(part):
            space, _brace, name = element.tag.rpartition("}") if isinstance(element.tag, str) else ("", "", "")
            if event == "start" and element.getparent() is None:
                _refuse_doctype(element)
            if element.tag == _FALLBACK or (name in _LEFT_OUT and space + "}" in (_WORD, _STRICT)):
                hidden += 1 if event == "start" else -1
            elif space + "}" in (_WORD, _STRICT):
                if name == "p" and event == "start":
                    open_ones.append([])
                elif name == "p":
                    paragraph = "".join(open_ones.pop())
                    if paragraph.strip() and not hidden:
                        paragraphs.append(paragraph)
                elif event == "end" and open_ones and not hidden:
                    run = (element.text or "") if name == "t" else _SIGNS.get(name, "") if _in_run(element) else ""
                    open_ones[-1].append(run)
                    length += len(run)
                    if length > LONGEST:
                        raise Unreadable("too_long", longest=LONGEST)
            if event == "end":
                _forget(element)
    except etree.XMLSyntaxError as bad:
        raise _why(bad) from None
    return "\n\n".join(paragraphs)


def _in_run(element: etree._Element) -> bool:
    """Tabs stand in runs, and as stops in the properties of paragraphs, where they are no signs."""
    parent = element.getparent()
    return parent is not None and parent.tag in (f"{_WORD}r", f"{_STRICT}r")


def _forget(element: etree._Element) -> None:
    """Let go of what was read, so that memory stays small."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _refuse_doctype(root: etree._Element) -> None:
    info = root.getroottree().docinfo
    if info.internalDTD is not None or info.doctype:
        raise Unreadable("entities")


def _why(bad: etree.XMLSyntaxError) -> Unreadable:
    said = str(bad).lower()
    if "entity" in said or "entities" in said:
        return Unreadable("entities")
    return Unreadable("nested" if "depth" in said else "damaged")


def _propose(found: Found, core: bytes) -> None:
    said: dict[str, str] = {}
    try:
        for event, element in _stream(core) if core else ():
            if event == "start" and element.getparent() is None:
                _refuse_doctype(element)
            elif event == "end" and isinstance(element.tag, str) and element.tag.startswith(_DUBLIN):
                said[element.tag.removeprefix(_DUBLIN)] = " ".join((element.text or "").split())[:500]
    except etree.XMLSyntaxError as bad:
        raise _why(bad) from None
    if said.get("title"):
        found.proposals["title"] = Proposal(said["title"], "properties")
    if said.get("creator"):
        found.proposals["byline"] = Proposal(said["creator"], "properties")
    language = language_of(found.text, Proposal(said["language"], "properties") if said.get("language") else None)
    if language:
        found.proposals["language"] = language
