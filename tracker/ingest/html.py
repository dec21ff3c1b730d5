"""HTML: the main text of a page and what it says about itself. Runs in the child process alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

import lxml.html  # type: ignore[import-untyped]
from lxml import etree
from trafilatura import bare_extraction

from tracker.ingest.decode import decode
from tracker.ingest.found import Found, Proposal, Unreadable
from tracker.ingest.page_facts import page_facts
from tracker.ingest.script import language_of

DEEPEST: Final = 250
"""Elements inside each other; the parser itself stops at 256, and would drop the rest in silence."""

SHORT: Final = 30
"""Signs of a line that says too little to be told from a menu."""

_DECLARED: Final = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{1,40})",
    re.IGNORECASE,
)
_SPACE: Final = re.compile(r"[ \t\n\r\f]+")
_BLOCKS: Final = re.compile(
    r"address|article|aside|blockquote|body|caption|center|code|dd|details|div|dl|dt|fieldset|figcaption|figure"
    r"|footer|form|h[1-6]|head|header|hr|item|legend|li|list|main|nav|ol|p|pre|quote|row|section|summary|table"
    r"|tbody|td|th|tfoot|thead|tr|ul|cell"
)
_SILENT: Final = re.compile(r"head|link|meta|noscript|script|style|template|title|svg|math|iframe|object")
_NOTHING: Final = re.compile(r"(?!)")
_BREAKS: Final = frozenset(("br", "lb"))


def read_html(data: bytes, declared_charset: str) -> Found:
    """The main text with a blank line between its paragraphs; all text of the page where no main part is seen."""
    said = [match.decode("ascii") for pair in _DECLARED.findall(data[:8192]) for match in pair if match]
    said = ["utf-8" if label.lower().startswith("utf-16") else label for label in said]  # as browsers read it
    text, charset = decode(data, filter(None, [declared_charset, *said]))
    tree = _tree(text)
    facts = page_facts(tree)
    main = bare_extraction(
        tree,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    page = _words(next(tree.iter("body"), tree), silent=_SILENT)
    words = page
    if main is not None and not isinstance(main, dict):
        words = _chosen(page, _words(main.body, silent=_NOTHING)) or page
    found = Found(text=words, media_type="text/html", charset=charset, proposals=facts)
    if main is not None and not isinstance(main, dict):  # what stands in the visible text only
        for field, value in (("byline", main.author), ("published", main.date)):
            if value and field not in facts and len(value) <= 500:
                found.proposals["byline" if field == "byline" else "published"] = Proposal(value, "text")
    language = language_of(words, facts.pop("language", None))
    if language:
        found.proposals["language"] = language
    return found


def _tree(text: str) -> Any:
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(text.encode("utf-8", "surrogatepass"), parser=parser)
    except etree.ParserError:
        raise Unreadable("no_text") from None
    if any("depth" in str(error.message).lower() for error in parser.error_log) or _deepest(tree) > DEEPEST:
        raise Unreadable("nested")
    return tree


def _deepest(tree: Any) -> int:
    depth = deepest = 0
    for event, _element in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _words(root: Any, *, silent: re.Pattern[str]) -> str:
    """The text below an element as a reader sees it: space as one space, blocks apart, line breaks kept."""
    return _tidy("".join(_pieces(root, silent)).split("\n"))


def _chosen(page: str, main: str) -> str:
    """The paragraphs of the page that stand in the main text, in the page's own words and order.

    What is found to be the main text only chooses: on the way it loses spaces and line breaks. Empty where less
    than half of it is found again. A short line must be a whole line of it, not a word of a sentence.
    """
    whole = _squeezed(main)
    short = {_squeezed(line) for line in main.split("\n")}
    kept: list[str] = []
    place = length = 0
    for line in page.split("\n"):
        squeezed = _squeezed(line)
        if len(squeezed) < SHORT:
            chosen = squeezed in short
        else:
            found = whole.find(squeezed, place)
            found = found if found >= 0 else whole.find(squeezed)
            chosen = found >= 0
            place = found + len(squeezed) if chosen else place
        if chosen or not squeezed:
            kept.append(line)
            length += len(squeezed)
    return _tidy(kept) if length * 2 > len(whole) else ""


def _squeezed(text: str) -> str:
    return unicodedata.normalize("NFC", "".join(text.split()))


def _tidy(lines: list[str]) -> str:
    return re.sub("\n{3,}", "\n\n", "\n".join(line.strip(" ") for line in lines)).strip("\n")


def _pieces(root: Any, silent: re.Pattern[str]) -> Iterator[str]:
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        name = element.tag if isinstance(element.tag, str) else ""
        shown = name and not silent.fullmatch(name)
        if event == "start":
            if name in _BREAKS:
                yield "\n"
            elif shown and _BLOCKS.fullmatch(name):
                yield "\n\n"
            if shown:
                yield _SPACE.sub(" ", element.text or "")
            else:
                walk.skip_subtree()
            continue
        if shown and _BLOCKS.fullmatch(name):
            yield "\n\n"
        if element is not root:
            yield _SPACE.sub(" ", element.tail or "")
