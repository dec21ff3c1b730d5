"""Bytes to text: marked, declared, or recognised; right or refused, and never with a sign in place of another."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable
from typing import Final, NamedTuple

import chardet

from tracker.ingest.found import Unreadable

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MEANT: Final = {
    # what the label means in practice, as browsers read it
    **dict.fromkeys(("euc-kr", "euckr", "ks_c_5601-1987", "ksc5601", "ks_c_5601-1989", "korean", "uhc"), "cp949"),
    **dict.fromkeys(("windows-949", "ms949"), "cp949"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "ms_kanji"), "cp932"),
    **dict.fromkeys(("iso-8859-1", "latin1", "latin-1", "ascii", "us-ascii", "windows-1252"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk", "x-gbk"), "gb18030"),
    **dict.fromkeys(("utf8", "unicode-1-1-utf-8"), "utf-8"),
}
_TRUSTED: Final = re.compile(
    r"(utf-?(8|16|16-?[bl]e|32|32-?[bl]e)|cp\d+|windows-\d+|iso-?8859-?\d+|iso-?2022-(jp|kr)[\w-]*|koi8-[rut]"
    r"|euc-(kr|jp)|johab|big5[\w-]*|gb18030|tis-620|mac-?\w+)"
)
_KOREAN_SHIFTS: Final = b"\x1b$)C"
"""How ISO-2022-KR begins, which alone shifts with control characters."""
_CONTROL: Final = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]+")
_ASCII_LETTER: Final = re.compile(r"[A-Za-z]")
_DOS: Final = re.compile(r"cp[4578]\d\d")
_CAPITAL_INSIDE: Final = re.compile(r"[a-zà-öø-ÿа-яёα-ω][A-ZÀ-ÖØ-ÞА-ЯЁΑ-Ω]")
_TYPE: Final = frozenset("«»“”‘’„‚‹›–—…€£¥§©®°·•¿¡ºª\xa0")
_SURE: Final = 0.2
"""Confidence below which a recognised charset is no better than a guess; measured on sentences of 20 letters."""


class Decoded(NamedTuple):
    """The text, and the charset that gave it."""

    text: str
    charset: str


def decode(data: bytes, declared: Iterable[str] = ()) -> Decoded:
    """The text of these bytes, without a byte order mark.

    A mark decides; then what is declared, where it gives plausible text; then UTF-8; then what the bytes
    look like. Raises Unreadable for bytes that no charset reads whole, for control characters (binary) and NUL.
    """
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return Decoded(_marked(data[len(mark) :], charset), charset)
    labels = [meant for label in declared if (meant := _label(label))]
    if b"\0" in data:
        return _with_nul(data, labels)
    binary = _CONTROL.search(data.decode("latin-1"))
    if binary and not (data.startswith(_KOREAN_SHIFTS) and binary.group() in "\x0e\x0f"):
        raise Unreadable("binary", place=binary.start())
    candidates = [label for label in labels if not label.startswith(("utf-16", "utf-32"))]
    if b"\x1b" not in data and any(_single(label) for label in candidates):
        candidates.insert(0, "utf-8")  # what a server declares by default; UTF-8 is never by accident
    elif b"\x1b" not in data:
        candidates.append("utf-8")
    for charset in candidates:
        text = _strictly(data, charset)
        if text is not None and _plausible(text):
            return Decoded(text, charset)
    _refuse_broken_utf8(data)
    return _recognised(data)


def _label(label: str) -> str:
    label = label.strip().strip("'\"").lower()
    meant = _MEANT.get(label, label)
    if not _TRUSTED.fullmatch(meant):
        return ""
    try:
        return codecs.lookup(meant).name
    except LookupError:
        return ""


def _single(charset: str) -> bool:
    return charset.startswith(("cp125", "iso8859", "koi8", "mac", "windows-125", "tis"))


def _strictly(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except (UnicodeError, LookupError):
        return None


def _marked(data: bytes, charset: str) -> str:
    try:
        text = data.decode(charset)
    except UnicodeDecodeError as bad:
        raise Unreadable("broken_encoding", charset=charset.upper(), place=bad.start) from None
    _refuse_unkeepable(text)
    return text


def _refuse_unkeepable(text: str) -> None:
    if (place := text.find("\0")) >= 0:
        raise Unreadable("nul", place=place)
    if binary := _CONTROL.search(text):
        raise Unreadable("binary", place=binary.start())


def _plausible(text: str) -> bool:
    """Whether a person could have written this: no controls, nothing unassigned or private, no replacement."""
    return not any(
        (unicodedata.category(sign) in ("Cc", "Cn", "Co", "Cs") and sign not in "\t\n\v\f\r\x85\x1b")
        or sign == "\ufffd"
        for sign in set(text)
    )


def _with_nul(data: bytes, labels: list[str]) -> Decoded:
    """UTF-16 or UTF-32 without a mark, told by where the Latin letters, signs and spaces are; else refused."""
    wide = [label for label in labels if label.endswith(("-le", "-be"))]
    if data.count(b"\0") * 10 < len(data) and _strictly(data.replace(b"\0", b""), "utf-8") is not None:
        raise Unreadable("nul", place=data.find(b"\0"))  # or two letters of it would be taken for one of another script
    found = []
    for charset in [*wide, "utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"]:
        text = _strictly(data, charset)
        if text and "\0" not in text and _plausible(text):
            found.append((sum(text.count(sign) for sign in map(chr, (*range(9, 14), *range(32, 127)))), charset, text))
    found.sort(key=lambda each: each[0], reverse=True)
    if found and found[0][0] and (len(found) == 1 or found[0][0] > found[1][0] or found[0][1] == found[1][1]):
        return Decoded(found[0][2], found[0][1])
    if data.count(b"\0") * 100 < len(data) and not _CONTROL.search(data.decode("latin-1")):
        raise Unreadable("nul", place=data.find(b"\0"))
    raise Unreadable("binary", place=data.find(b"\0"))


def _refuse_broken_utf8(data: bytes) -> None:
    """UTF-8 with some bytes lost is no other charset, though many would read it."""
    text = data.decode("utf-8", errors="replace")
    lost = text.count("\ufffd")
    whole = sum(sign > "\x7f" and sign != "\ufffd" for sign in text)
    if whole > 2 * lost:
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as bad:
            raise Unreadable("broken_encoding", charset="UTF-8", place=bad.start) from None


def _recognised(data: bytes) -> Decoded:
    guess = chardet.detect(data, prefer_superset=True)
    charset = _label(guess["encoding"] or "")
    text = _strictly(data, charset) if charset else None
    if text is None or _DOS.fullmatch(charset) or not _plausible(text):
        raise Unreadable("unknown_encoding")
    sure = _western(text) if charset == "cp1252" else guess["confidence"] >= _SURE and not _mixed_up(text)
    if not sure:
        raise Unreadable("unknown_encoding")
    return Decoded(text, charset)


def _western(text: str) -> bool:
    """Whether the letters beyond ASCII stand as in Western languages: one or two at once, few among many.

    Korean read as Windows-1252 stands in long runs, of capitals and signs.
    """
    runs = _BEYOND_ASCII.findall(text)
    if len(_ASCII_LETTER.findall(text)) < max(12, 3 * sum(map(len, runs))):
        return False
    return all(
        len(run) <= 2 and not (len(run) == 2 and run.isupper()) and all(sign.isalpha() or sign in _TYPE for sign in run)
        for run in runs
    )


def _mixed_up(text: str) -> bool:
    """Whether capitals stand inside words, as in Cyrillic or Greek that is read by a neighbour of its charset."""
    return len(_CAPITAL_INSIDE.findall(text)) * 50 > len(text)
