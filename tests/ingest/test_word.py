"""Word documents: what a reader of Word sees, and nothing that the file asks for."""

import time
from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.ingest.papers import core, document, docx, paragraph


def test_paragraphs_stand_apart_and_runs_together(read) -> None:
    body = (
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>포격</w:t></w:r><w:r><w:t>은 🐈</w:t><w:tab/><w:t>one</w:t>"
        "<w:br/><w:t>two</w:t></w:r></w:p><w:p/>"
        f"<w:tbl><w:tr><w:tc>{paragraph('cell')}</w:tc></w:tr></w:tbl>"
    )
    found = read(docx(document(body)), "a.docx")
    assert found.text == "포격은 🐈\tone\ntwo\n\ncell"
    assert found.media_type.endswith("wordprocessingml.document")


def test_deleted_words_are_left_out_and_footnotes_come_last(read) -> None:
    body = (
        "<w:p><w:r><w:t>kept</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>moved away</w:t></w:r></w:moveFrom><w:ins><w:r><w:t> added</w:t></w:r></w:ins></w:p>"
    )
    notes = document(paragraph("a footnote")).replace("w:document", "w:footnotes")
    assert read(docx(document(body), {"word/footnotes.xml": notes}), "a.docx").text == "kept added\n\na footnote"


def test_a_text_box_is_read_once(read) -> None:
    box = f"<w:txbxContent>{paragraph('boxed')}</w:txbxContent>"
    body = (
        '<w:p xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r><mc:AlternateContent>'
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>around</w:t></w:r></w:p>"
    )
    assert read(docx(document(body)), "a.docx").text == "boxed\n\naround"


def test_its_properties_are_proposed(read) -> None:
    facts = core(title=" A title ", creator="Somebody", language="en-US")
    found = read(docx(document(paragraph("Words.")), {"docProps/core.xml": facts}), "a.docx")
    assert (found.title, found.byline, found.language) == (
        ("A title", "properties"),
        ("Somebody", "properties"),
        ("en-US", "properties"),
    )


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (docx(document(paragraph("&x;"), before='<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>')), "entities"),
        (docx(document(paragraph("words"), before='<!DOCTYPE d SYSTEM "http://127.0.0.1:9/d.dtd">')), "entities"),
        (docx(document(paragraph("&a9;"), before=f'<!DOCTYPE d [<!ENTITY a0 "ha">{LAUGHS}]>')), "entities"),
        (docx(document(paragraph("x"), before="<!DOCTYPE d>").replace("UTF-8", "UTF-16").encode("utf-16")), "entities"),
        (
            docx(document(paragraph("w")), {"docProps/core.xml": '<!DOCTYPE d [<!ENTITY x "y">]>' + core(title="&x;")}),
            "entities",
        ),
        (docx(document("<w:p>" * 100_000 + "</w:p>" * 100_000)), "nested"),
        (docx(document(paragraph("words"))[:150]), "damaged"),
        (docx(document(paragraph("words")), {"word/vbaProject.bin": b"x"}), "macros"),
        (docx(document(paragraph("words")), {f"p{n}": b"" for n in range(2_001)}), "unpacks_too_large"),
        (docx(document(paragraph("words")), {"media/x.bin": bytes(101 * 1024 * 1024)}), "unpacks_too_large"),
        (docx(document("<w:p/>")), "no_text"),
        (docx(document(paragraph("words")))[:-30], "damaged"),
        (b"PK\x03\x04" + bytes(200), "damaged"),
    ],
)
def test_broken_and_hostile_ones_are_refused(refused, data: bytes, why: str) -> None:
    assert refused(data, "a.docx") == why


@pytest.mark.parametrize("body", [paragraph("hello") * 1_700_000, "<w:p/>" * 15_000_000, paragraph("x" * 90_000_000)])
def test_bombs_below_the_unpacked_size_are_stopped(hasty, refused, body: str) -> None:
    start = time.monotonic()
    assert refused(docx(document(body)), "a.docx") in ("too_long", "too_slow", "too_much", "damaged")
    assert time.monotonic() - start < 30


def test_another_archive_is_no_word_document(refused) -> None:
    for inside, why in (("content.xml", "is_odt"), ("anything", "is_archive")):
        file = BytesIO()
        with ZipFile(file, "w") as packed:
            packed.writestr(inside, "x")
        assert refused(file.getvalue(), "a.docx") == why
