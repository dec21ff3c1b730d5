"""PDF: text with its pages kept."""

import time
import zlib
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter

from tests.ingest import papers


def test_the_places_where_pages_begin_are_kept(read) -> None:
    found = read(papers.pdf("First page.\nA second line.", "", "Third: “quoted” é."), "report.pdf", "application/pdf")
    assert found.text == "First page.\nA second line.\n\f\n\fThird: “quoted” é."
    assert [found.text[start:][:5] for start in found.pages] == ["First", "\n\fThi", "Third"]
    assert [found.text[start - 1] for start in found.pages[1:]] == ["\f", "\f"]
    assert (found.media_type, found.charset) == ("application/pdf", "")
    assert found.language == ("en-GB", "properties")


def test_its_properties_are_proposed(read) -> None:
    found = read(papers.pdf("Words.", properties=b"<</Title(A  title)/Author(Somebody)>>"), "a.pdf")
    assert (found.title, found.byline) == (("A title", "properties"), ("Somebody", "properties"))
    assert (found.published, found.publisher, found.address) == (None, None, None)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (papers.pdf("", ""), "scanned"),
        (papers.looping_pages(), "damaged"),
        (papers.looping_forms(), "scanned"),
        (papers.pdf("Words.")[:150], "damaged"),
        (b"%PDF-1.4\n" + bytes(range(256)) * 100, "damaged"),
        (papers.assembled([b"<</Type/Catalog/Pages 2 0 R>>", b"3 0 R", b"2 0 R"]), "damaged"),
        (papers.assembled([b"<</Type/Catalog/Pages 9 0 R>>"]), "damaged"),
    ],
)
def test_scanned_broken_and_looping_ones_are_refused(refused, data: bytes, why: str) -> None:
    assert refused(data, "a.pdf") == why


@pytest.mark.parametrize(
    "content",
    [
        zlib.compress(b"\0" * 300_000_000, 9),
        zlib.compress(b"BT /F 12 Tf 50 700 Td " + b"(Hello world) Tj " * 3_000_000 + b"ET", 9),
    ],
    ids=["300 MB of nothing", "50 MB of words"],
)
def test_bombs_are_stopped(hasty, refused, content: bytes) -> None:
    start = time.monotonic()
    bomb = papers.pdf(content, filtered=b"/Filter/FlateDecode")
    assert refused(bomb, "a.pdf") in ("damaged", "too_much", "too_slow", "too_long")
    assert time.monotonic() - start < 30


def test_one_behind_a_password_says_so(refused) -> None:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(papers.pdf("Words."))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    assert refused(out.getvalue(), "a.pdf") == "locked"
