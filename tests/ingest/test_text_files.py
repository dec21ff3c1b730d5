"""Plain text in any encoding: right, or refused."""

import pytest

from tracker.ingest.decode import decode
from tracker.ingest.found import Unreadable

KOREAN = (
    "북조선은 목요일 지난달 남한이 먼저 포격을 시작했다는 주장을 되풀이했다. 서울은 그러나 자국 군대가 영해"
    " 안에서 훈련하며 포를 쏘았다고 말한다.\r\n연평도 포격 사건은 2010년 11월 23일에 일어났다."
)
JAPANESE = (
    "北朝鮮は木曜日、先月の砲撃は韓国が始めたとの主張を繰り返した。しかしソウルは、訓練で領海内に発射したと言う。\n"
)
FRENCH = "La Corée du Nord a répété jeudi que la Corée du Sud avait commencé à tirer : « des milliers d’obus »."
RUSSIAN = "Северная Корея в четверг повторила своё утверждение, что Южная Корея начала обстрел в прошлом месяце."


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        *[(KOREAN, each) for each in ("utf-8", "utf-8-sig", "cp949", "euc-kr", "iso2022_kr", "johab")],
        *[(KOREAN, each) for each in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le")],
        *[(JAPANESE, each) for each in ("shift_jis", "cp932", "euc-jp", "iso2022_jp", "utf-16-le", "utf-16-be")],
        *[(FRENCH, each) for each in ("cp1252", "utf-8")],
        *[(RUSSIAN, each) for each in ("cp1251", "koi8-r")],
    ],
)
def test_a_text_without_a_declared_charset_is_read_right(text: str, charset: str) -> None:
    assert decode(text.encode(charset)).text == text


@pytest.mark.parametrize(
    "charset", ["cp949", "euc-kr", "johab", "cp932", "euc-jp", "utf-16-le", "utf-16-be", "big5", "koi8-r"]
)
def test_a_cut_text_is_right_or_refused_and_never_something_else(charset: str) -> None:
    """Pieces from a sentence up to all of it; below that nobody can tell."""
    text = {"c": KOREAN, "e": KOREAN, "j": KOREAN, "k": RUSSIAN}.get(charset[0], JAPANESE.strip())
    for start in range(0, 40, 3):
        for length in (8, 12, 20, 40, 80):
            piece = text[start : start + length]
            try:
                data = piece.encode(charset)
            except UnicodeEncodeError:
                continue
            try:
                assert decode(data).text == piece
            except Unreadable:
                pass


def test_what_is_declared_is_tried_first() -> None:
    word = "포격".encode("cp949")
    assert decode(word, ["euc-kr"]).text == "포격"
    assert decode(KOREAN.encode("utf-8"), ["euc-kr"]).text == KOREAN  # declared wrongly
    assert decode(FRENCH.encode("utf-8"), ["iso-8859-1"]).text == FRENCH  # as servers do by default
    assert decode(KOREAN.encode("cp949"), ["utf-8"]).text == KOREAN
    assert decode(KOREAN.encode("cp949"), ["rot13", "unicode_escape", "no-such"]).text == KOREAN


def test_signs_of_every_kind_stay_code_point_for_code_point(read) -> None:
    text = "emoji 🐈‍⬛ e\u0301 ع\u202eabc\u202c 𝔘 \ufb01 \u3164 \x85 end"
    assert read(text.encode(), "a.txt").text == text
    assert read(text.encode("utf-16"), "a.txt").text == text


def test_newlines_become_lf_and_the_language_of_letters_is_proposed(read) -> None:
    found = read("하나\r\n둘\r셋\n".encode("cp949") * 20, "말.txt", "text/plain; charset=euc-kr")
    assert found.text.startswith("하나\n둘\n셋\n")
    assert (found.media_type, found.charset, found.language) == ("text/plain", "cp949", ("ko", "text"))
    assert (found.title, found.pages) == (None, ())


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"", "a.txt", "empty"),
        (b" \n\t ", "a.txt", "no_text"),
        (b"\xef\xbb\xbf", "a.txt", "no_text"),
        (b"a" * (20 * 1024 * 1024 + 1), "a.txt", "too_large"),
        (b"abc def\n" * 2_600_000, "a.txt", "too_long"),
        ("café ".encode() * 20 + b"caf\xc3 " + "café".encode(), "a.txt", "broken_encoding"),
        ("가나".encode("utf-16") + b"\x00", "a.txt", "broken_encoding"),
        (b"\xff\xfe\x00\xd8a\x00", "a.txt", "broken_encoding"),  # half of a pair
        (b"some words and a NUL \x00 " + b"words " * 100, "a.txt", "nul"),
        (b"words and a NUL \x00 " + b"words " * 100, "a.txt", "nul"),  # of even length, like UTF-16
        ("포격이 시작되었다 ".encode() * 20 + b"\x00.", "a.txt", "nul"),
        (b"\xef\xbb\xbfa\x00b", "a.txt", "nul"),
        (bytes(range(1, 256)) * 40, "a.txt", "binary"),
        (bytes(range(256)) * 40, "a.txt", "binary"),
        (b"MZ\x90\x00" + bytes(500), "a.txt", "is_program"),
        (b"\x7fELF" + bytes(500), "a.txt", "is_program"),
        (b"\x89PNG\r\n\x1a\n" + bytes(500), "a.txt", "is_picture"),
        (b"\x89PNG\r\n\x1a\n" + bytes(500), "a.pdf", "is_picture"),
        (b"GIF89a" + bytes(500), "a.html", "is_picture"),
        (b"\x1f\x8b" + bytes(500), "a.txt", "is_archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "a.docx", "is_old_word"),
        (b"{\\rtf1 words}", "a.docx", "is_rtf"),
        (b"%PDF-1.4 words", "a.txt", "not_as_named"),
        (b"only words", "a.pdf", "not_as_named"),
        (b"only words", "a.html", "not_as_named"),
        (b"only words", "a.docx", "not_as_named"),
        (b"only words", "a.exe", "extension"),
        (b"only words", "../../etc/passwd.sh", "extension"),
        ("Ж".encode("koi8-r"), "a.txt", "unknown_encoding"),
    ],
)
def test_what_is_no_text_is_refused_with_its_reason(refused, data: bytes, name: str, why: str) -> None:
    assert refused(data, name) == why


def test_a_name_without_an_extension_leaves_it_to_the_content(read) -> None:
    assert read(b"only words", "README").media_type == "text/plain"
    assert read(b"<!DOCTYPE html><p>words</p>", "page").media_type == "text/html"
    assert read(b"<!DOCTYPE html><p>words</p>", "page", "text/plain").text == "<!DOCTYPE html><p>words</p>"


def test_markup_in_a_text_file_is_text(read) -> None:
    assert read(b"<html>as it stands</html>", "a.txt").text == "<html>as it stands</html>"
