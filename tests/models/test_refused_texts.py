"""No blank where a word belongs, no word outside its vocabulary, and no character that cannot be kept."""

from typing import Any

import psycopg
import pytest

from tests.models.world import PUBLISHED, Refusal, World, Write, refusals, sha256

NOT_BLANK = {
    "affiliation_grounds_is_not_blank": ("affiliation", "grounds"),
    "answer_text_is_not_blank": ("answer", "text"),
    "claim_said_is_not_blank": ("claim", "said"),
    "distinction_note_is_not_blank": ("distinction", "note"),
    "incident_occurred_is_not_blank": ("incident", "occurred"),
    "incident_slug_is_not_blank": ("incident", "slug"),
    "incident_title_is_not_blank": ("incident", "title"),
    "party_monogram_is_not_blank": ("party", "monogram"),
    "party_name_is_not_blank": ("party", "name"),
    "party_slug_is_not_blank": ("party", "slug"),
    "question_slug_is_not_blank": ("question", "slug"),
    "question_text_is_not_blank": ("question", "text"),
    "source_language_is_not_blank": ("source", "language"),
    "source_published_is_not_blank": ("source", "published"),
    "source_slug_is_not_blank": ("source", "slug"),
    "source_title_is_not_blank": ("source", "title"),
}
# what no eye sees, in the locale of whatever database
BLANKS = (
    *("", " ", "\t\r\n", "\u0085", "\u00a0", "\u00ad", "\u1680", "\u2003", "\u200b", "\u200d", "\u2028", "\u202f"),
    *("\u2060", "\u3000", "\u3164", "\ufe0f", "\ufeff", "\uffa0", "\U000e0001", " \u3000\u00a0"),
)


@refusals(
    *(
        Refusal(rule, f"a {table} whose {field} is blank", table, {field: ""}, {field: "가"})
        for rule, (table, field) in NOT_BLANK.items()
    )
)
def test_a_blank_is_no_text(world: World, case: Refusal, write: Write) -> None:
    (field,) = case.bad
    row = None if write == "insert" else world.insert(case.table)
    for blank in BLANKS:
        for text in (blank, f"{blank[:3]}가"):
            with world.refused(case.rule) if text == blank else world.accepted():
                if row is None:
                    world.insert(case.table, **{field: text})
                else:
                    world.update(case.table, row, **{field: text})


@refusals(
    Refusal(
        "party_also_known_as_is_not_blank",
        "a party with a blank other name",
        "party",
        {"also_known_as": ["DPRK", "\u3000"]},
        {"also_known_as": ["DPRK", "조선"]},
    ),
    Refusal(
        "party_also_known_as_is_not_blank",
        "a party whose other name is null",
        "party",
        {"also_known_as": ["DPRK", None]},
        {"also_known_as": []},
    ),
    Refusal(
        "party_monogram_has_four_at_most",
        "a party whose monogram has five letters",
        "party",
        {"monogram": "DPRK🇰"},
        {"monogram": "🇰🇷한국"},
    ),
    Refusal("party_kind_is_known", "a party of another kind", "party", {"kind": "tribe"}, {"kind": "body"}),
    Refusal("question_kind_is_known", "a question of another kind", "question", {"kind": "open"}, {"kind": "naming"}),
    Refusal(
        "source_extent_is_known", "a source of another extent", "source", {"extent": "half"}, {"extent": "extract"}
    ),
    Refusal(
        "claim_polarity_is_known",
        "a claim of another polarity",
        "claim",
        {"polarity": "doubts"},
        {"polarity": "denies"},
    ),
    Refusal(
        "claim_certainty_is_known",
        "a claim of another certainty",
        "claim",
        {"certainty": "likely"},
        {"certainty": "probable"},
    ),
    Refusal("claim_act_is_known", "a claim of another act", "claim", {"act": "admit"}, {"act": "concede"}),
    Refusal("claim_manner_is_known", "a claim of another manner", "claim", {"manner": "sung"}, {"manner": "direct"}),
    Refusal(
        "reason_direction_is_known",
        "a reason of another direction",
        "reason",
        {"direction": "proves"},
        {"direction": "supports"},
    ),
    Refusal("user_role_is_known", "an account of another role", "user", {"role": "root"}, {"role": "reader"}),
)
def test_a_word_outside_its_vocabulary_is_refused(world: World, case: Refusal, write: Write) -> None:
    case.prove(world, write)


@refusals(
    Refusal(
        "excerpt_gloss_has_its_language",
        "a gloss without its language",
        "excerpt",
        {"gloss": "Seoul speaks"},
        {"gloss": "Seoul speaks", "gloss_language": "en"},
    ),
    Refusal(
        "excerpt_gloss_has_its_language",
        "a language without a gloss",
        "excerpt",
        {"gloss_language": "en"},
        {"gloss": "", "gloss_language": ""},
    ),
    Refusal(
        "excerpt_gloss_has_its_language",
        "a blank gloss",
        "excerpt",
        {"gloss": "\u3000", "gloss_language": "en"},
        {"gloss": "A", "gloss_language": "en"},
    ),
    Refusal(
        "excerpt_gloss_has_its_language",
        "a gloss whose language is blank",
        "excerpt",
        {"gloss": "A", "gloss_language": "\u00a0"},
        {"gloss": "A", "gloss_language": "en"},
    ),
)
def test_a_gloss_and_its_language_go_together(world: World, case: Refusal, write: Write) -> None:
    if write == "update":
        row = world.insert("excerpt")
        with world.refused(case.rule):
            world.update("excerpt", row, **case.bad)
        with world.accepted():
            world.update("excerpt", row, **case.sound)
    else:
        case.prove(world, write)


@pytest.mark.parametrize(
    ("literal", "state"),
    [
        (r"convert_from('\x41eda080'::bytea, 'UTF8')", "22021"),
        (r"convert_from('\x41edb080'::bytea, 'UTF8')", "22021"),
        (r"convert_from('\x4100'::bytea, 'UTF8')", "22021"),
        ("'A' || chr(0)", "54000"),
        ("'A' || chr(55296)", "54000"),
        (r"U&'\D800A'", "42601"),
        (r"E'A\000'", "22021"),
    ],
    ids=[
        "the bytes of a high surrogate",
        "the bytes of a low surrogate",
        "the byte of a NUL",
        "chr(0)",
        "chr of a surrogate",
        "an escaped surrogate",
        "an escaped NUL",
    ],
)
@pytest.mark.parametrize("write", ["insert", "update"])
def test_no_text_holds_a_nul_or_half_a_character(world: World, write: Write, literal: str, state: str) -> None:
    party = world.insert("party")
    statements = {
        "insert": (
            "INSERT INTO tracker_party (key, revision, slug, name, monogram, kind, also_known_as, country_code, wikidata)"
            " VALUES ('a', 1, 'a', {}, 'A', 'state', '{{}}', '', '')"
        ),
        "update": f"UPDATE tracker_party SET name = {{}}, revision = 2 WHERE id = {party}",
    }
    with world.refused(state):
        world.connection.execute(statements[write].format(literal).encode())
    with world.accepted():
        world.connection.execute(statements[write].format(r"E'A\U0001F30A'").encode())


@pytest.mark.parametrize(
    ("payload", "state"),
    [
        (r'{"words": "A\u0000"}', "22P05"),
        (r'{"words": "\ud800A"}', "22P02"),
        (r'{"words": "\udc00"}', "22P02"),
        (r'{"\u0000": 1}', "22P05"),
    ],
)
@refusals(
    Refusal("", "a draft that holds a NUL or half a character", "draft", {}, {"payload": r'{"words": "\ud83c\udf0a"}'})
)
def test_no_json_holds_a_nul_or_half_a_character(
    world: World, case: Refusal, write: Write, payload: str, state: str
) -> None:
    Refusal(state, case.what, "draft", {"payload": payload}, case.sound).prove(world, write)


def test_a_snapshot_holds_neither_nul_nor_half_a_character(world: World) -> None:
    for text in ("A\0", "A\ud800"):
        with pytest.raises((psycopg.DataError, UnicodeEncodeError)), world.connection.transaction():
            world.insert("snapshot", text=text, sha256=sha256("A"))
    with world.accepted():
        world.insert("snapshot", text="A", sha256=sha256("A"))


def test_no_column_is_json_which_would_keep_what_no_text_can_hold(world: World) -> None:
    found: list[Any] = world.execute(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name LIKE 'tracker%%' AND data_type IN ('json', 'xml', '\"char\"')"
    ).fetchall()
    assert found == []


def test_the_database_keeps_utf8(world: World) -> None:
    assert world.one("SHOW server_encoding") == "UTF8"


@pytest.mark.parametrize("table", ["user", *PUBLISHED])
def test_a_word_that_must_be_unique_stands_once(world: World, table: str) -> None:
    column = {"user": "username", "answer": "key", "claim": "key"}.get(table, "slug")
    if table == "question":
        rule = "question_slug_is_one_per_incident"
    else:
        rule = f"tracker_{table}_{column}_key"
    first, second = world.insert(table, **{column: "same"}), world.insert(table, **{column: "other"})
    with world.refused(rule):
        world.insert(table, **{column: "same"})
    if column != "key":
        with world.refused(rule):
            world.update(table, second, **{column: "same"})
    with world.accepted():
        world.insert(table, **{column: "another"})
        world.update(table, first, **({} if column == "key" else {column: "changed"}))
