"""Files made by the tests: Word documents and PDFs, whole, broken and hostile."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def document(body: str, *, before: str = "") -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>{before}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'


def core(**facts: str) -> str:
    told = "".join(f"<dc:{name}>{value}</dc:{name}>" for name, value in facts.items())
    return f'<c xmlns:dc="http://purl.org/dc/elements/1.1/">{told}</c>'


def docx(body: str | bytes, parts: dict[str, str | bytes] | None = None) -> bytes:
    """A Word document; `body` is the whole of word/document.xml."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", body)
        for name, part in (parts or {}).items():
            packed.writestr(name, part)
    return file.getvalue()


def assembled(objects: Iterable[bytes], *, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, the first of which is its catalog."""
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + each + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(places) + 1
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n" % size
        + table
        + b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (size, trailer, len(out))
    )


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n" % (len(content), more) + content + b"\nendstream"


def pdf(*pages: str | bytes, filtered: bytes = b"", properties: bytes = b"") -> bytes:
    """A PDF with these pages: lines of text, or the whole content of a page as bytes; "" is a page without text."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Lang(en-GB)>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages)),
        FONT,
    ]
    for number, page in enumerate(pages):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>"
            % (5 + 2 * number)
        )
        objects.append(stream(page if isinstance(page, bytes) else _set(page), filtered))
    if properties:
        objects.append(properties)
        return assembled(objects, trailer=b"/Info %d 0 R" % len(objects))
    return assembled(objects)


def _set(text: str) -> bytes:
    lines = b" ".join(b"(%s) Tj 0 -14 Td" % line.encode("cp1252") for line in text.split("\n") if line)
    return b"BT /F 12 Tf 50 700 Td %s ET" % lines if lines else b""


def looping_pages() -> bytes:
    return assembled([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"])


def looping_forms() -> bytes:
    """A drawing that draws itself."""
    return assembled(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources 6 0 R/Contents 4 0 R>>",
            stream(b"/X Do"),
            stream(b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources 6 0 R"),
            b"<</XObject<</X 5 0 R>>>>",
        ]
    )


def inflating_pdf(size: int) -> bytes:
    return pdf(zlib.compress(b"\0" * size, 9), filtered=b"/Filter/FlateDecode")
