"""HTML: main text in the page's own words, and what the page says about itself."""

import time

import pytest

from tracker.ingest.extract import Extracted

ARTICLE = """
<nav><ul><li><a href="/">Home</a></li><li><a href="/news">News of the day</a></li></ul></nav>
<article><h1>North says South fired</h1>
<p>North Korea, on Thursday <i>repeated</i> its <a href="x">contention</a> that South Korea
   started the artillery&nbsp;fire last month.</p>
<p>It says Pyongyang took action in response to the South firing "thousands of shells".<br>Seoul denies it.</p>
<ul><li>Forty-six sailors died when the ship went down in March</li></ul>
<blockquote>“We fired guns on a training exercise within our waters, and nowhere else.”</blockquote></article>
<footer>Copyright 2010, all rights reserved by the publisher of these pages</footer>
"""


GRAPH = '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "From JSON"}]}</script>'


def page(body: str = ARTICLE, head: str = "", lang: str = "") -> str:
    return f"<!DOCTYPE html><html{f' lang={lang}' if lang else ''}><head>{head}</head><body>{body}</body></html>"


def test_the_main_text_is_in_the_words_of_the_page(read) -> None:
    assert read(page().encode(), "a.html").text == (
        "North says South fired\n\n"
        "North Korea, on Thursday repeated its contention that South Korea started the artillery\xa0fire last month.\n\n"
        'It says Pyongyang took action in response to the South firing "thousands of shells".\nSeoul denies it.\n\n'
        "Forty-six sailors died when the ship went down in March\n\n"
        "“We fired guns on a training exercise within our waters, and nowhere else.”"
    )


def test_a_page_without_a_main_part_gives_all_of_its_text(read) -> None:
    found = read(b"<p>Hello <b>world</b>. One<br>two</p><script>no()</script><style>p {}</style>", "a.htm")
    assert found.text == "Hello world. One\ntwo"


@pytest.mark.parametrize(
    ("head", "field", "expected"),
    [
        (GRAPH + '<meta property="og:title" content="From OG">', "title", ("From JSON", "json-ld")),
        ('<meta property="og:title" content="From OG"><title>Site</title>', "title", ("From OG", "open-graph")),
        ("<title>  The\n title </title>", "title", ("The title", "markup")),
        ('<script type="application/ld+json">[{"@type": ["Report"], "author": [{"name": "A. B."}, "C. D."]}]</script>',
         "byline", ("A. B., C. D.", "json-ld")),
        ('<meta name="Author" content="E. F.">', "byline", ("E. F.", "meta")),
        ('<script type="application/ld+json">{"@type": "Article", "datePublished": "2010-12-09T23:30:00+09:00"}</script>',
         "published", ("2010-12-09", "json-ld")),
        ('<meta property="article:published_time" content="2010-12-09T10:00Z">', "published", ("2010-12-09", "open-graph")),
        ('<meta name="dc.date" content="2010-12">', "published", ("2010-12", "meta")),
        ('<meta property="og:site_name" content="VOA">', "publisher", ("VOA", "open-graph")),
        ('<script type="application/ld+json">{"@type": "Article", "publisher": {"name": "KCNA"}}</script>',
         "publisher", ("KCNA", "json-ld")),
        ('<meta property="og:url" content="https://example.org/a">', "address", ("https://example.org/a", "open-graph")),
        ('<link rel="canonical" href="https://example.org/b">', "address", ("https://example.org/b", "markup")),
        ('<link rel="canonical" href="javascript:alert(1)">', "address", None),
        ('<meta property="og:locale" content="en_US">', "language", ("en-US", "open-graph")),
        ('<script type="application/ld+json">{"@type": "Article", "headline": broken</script>', "title", None),
        ('<script type="application/ld+json">' + "[" * 100_000 + "</script>", "title", None),
    ],
)  # fmt: skip
def test_what_a_page_says_about_itself_is_proposed_with_its_origin(read, head: str, field: str, expected) -> None:
    assert getattr(read(page(head=head).encode(), "a.html"), field) == expected


def test_the_language_declared_is_believed_unless_the_letters_say_otherwise(read) -> None:
    assert read(page(lang="en").encode(), "a.html").language == ("en", "markup")
    korean = page("<p>북조선은 목요일 지난달 남한이 먼저 포격을 시작했다는 주장을 되풀이했다.</p>", lang="en")
    assert read(korean.encode(), "a.html").language == ("ko", "text")


@pytest.mark.parametrize(
    "declared",
    ['<meta charset="euc-kr">', '<meta http-equiv=content-type content="text/html; charset=ks_c_5601-1987">', ""],
)
def test_korean_pages_are_read_right_with_and_without_a_charset(read, declared: str) -> None:
    words = "북조선은 목요일 지난달 남한이 먼저 포격을 시작했다는 주장을 되풀이했다. 똠방각하"
    found: Extracted = read(page(f"<p>{words}</p>", head=declared).encode("cp949"), "a.html")
    assert (found.text, found.charset) == (words, "cp949")


def test_a_page_nested_100_000_deep_is_refused_at_once(refused) -> None:
    start = time.monotonic()
    for tag in (b"div", b"span", b"table><tr><td"):
        assert refused(b"<html><body>" + b"<%s>" % tag * 100_000 + b"words", "a.html") == "nested"
    assert time.monotonic() - start < 30


def test_a_page_of_nothing_but_links_is_stopped_by_its_limits(refused) -> None:
    start = time.monotonic()
    assert refused(b"<html><body>" + b'<a href="http://example.org/x">some text</a> ' * 170_000, "a.html") in (
        "too_slow",
        "too_much",
    )
    assert time.monotonic() - start < 30


@pytest.mark.parametrize("body", ["", "<script>x()</script>", "<img src=x>", "<!-- words -->"])
def test_a_page_without_text_says_so(refused, body: str) -> None:
    assert refused(page(body).encode(), "a.html") == "no_text"


def test_entities_of_a_page_are_not_expanded_nor_fetched(read) -> None:
    hostile = (
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>&x; words &amp; more</p></body></html>'
    )
    assert "root:" not in read(hostile.encode(), "a.xhtml").text
