"""Words stand where they are said to stand, in a text that never changes."""

import pytest

from tests.models.world import TEXT, Refusal, World, Write, pieces, refusals, sha256, span

SAYS, FIRED, DRILL = "Seoul says", "the North fired first.", "평양은 부인했다."


@refusals(
    Refusal(
        "excerpt_is_verbatim",
        "an excerpt with other words than the snapshot's",
        "excerpt",
        {"exact": ["Seoul said"]},
        {"exact": ["Seoul says"]},
        on=("insert",),
    ),
    Refusal(
        "excerpt_is_verbatim",
        "an excerpt that is one code point off, as if counted in UTF-16",
        "excerpt",
        {"pieces": "{[14,34)}", "exact": ["North fired first. 평"]},
        {"pieces": "{[17,35)}", "exact": ["North fired first."]},
        on=("insert",),
    ),
    Refusal(
        "excerpt_is_verbatim",
        "an excerpt whose second piece has wrong words",
        "excerpt",
        {"pieces": pieces(SAYS, FIRED), "exact": [SAYS, "the North fired last.."]},
        {"pieces": pieces(SAYS, FIRED), "exact": [SAYS, FIRED]},
        on=("insert",),
    ),
    Refusal(
        "excerpt_is_verbatim",
        "an excerpt whose words stand in another order than its pieces",
        "excerpt",
        {"pieces": pieces(SAYS, FIRED), "exact": [FIRED, SAYS]},
        {"pieces": pieces(SAYS, FIRED), "exact": [SAYS, FIRED]},
        on=("insert",),
    ),
    Refusal(
        "excerpt_is_verbatim",
        "an excerpt that ends beyond the text",
        "excerpt",
        {"pieces": f"{{[0,{len(TEXT) + 1})}}", "exact": [TEXT]},
        {"pieces": f"{{[0,{len(TEXT)})}}", "exact": [TEXT]},
        on=("insert",),
    ),
    Refusal(
        "excerpt_is_verbatim",
        "an excerpt that begins before the text",
        "excerpt",
        {"pieces": "{[-1,5)}", "exact": ["Seoul"]},
        {"pieces": "{[0,5)}", "exact": ["Seoul"]},
        on=("insert",),
    ),
    Refusal(
        "excerpt_is_verbatim",
        "an excerpt at the end of all numbers",
        "excerpt",
        {"pieces": "{[2147483646,2147483647)}", "exact": [""]},
        {"pieces": "{[0,1)}", "exact": ["S"]},
        on=("insert",),
    ),
    Refusal(
        "excerpt_is_verbatim",
        "an excerpt one of whose words is null",
        "excerpt",
        {"pieces": pieces(SAYS, FIRED), "exact": [SAYS, None]},
        {"pieces": pieces(SAYS, FIRED), "exact": [SAYS, FIRED]},
        on=("insert",),
    ),
    Refusal(
        "excerpt_is_verbatim",
        "an excerpt of a snapshot that is not there",
        "excerpt",
        {"snapshot_id": 0},
        {"snapshot_id": "@snapshot"},
        on=("insert",),
    ),
    Refusal(
        "excerpt_has_pieces",
        "an excerpt without pieces",
        "excerpt",
        {"pieces": "{}", "exact": []},
        {"pieces": "{[0,1)}", "exact": ["S"]},
        on=("insert",),
    ),
    Refusal(
        "excerpt_has_pieces",
        "an excerpt whose one piece is empty",
        "excerpt",
        {"pieces": "{[3,3)}", "exact": [""]},
        {"pieces": "{[3,4)}", "exact": ["u"]},
        on=("insert",),
    ),
    Refusal(
        "excerpt_has_pieces",
        "an excerpt without an end",
        "excerpt",
        {"pieces": "{[0,)}", "exact": [TEXT]},
        {"pieces": f"{{[0,{len(TEXT)})}}", "exact": [TEXT]},
        on=("insert",),
    ),
    Refusal(
        "excerpt_has_pieces",
        "an excerpt without a beginning",
        "excerpt",
        {"pieces": "{(,5)}", "exact": ["Seoul"]},
        {"pieces": "{[0,5)}", "exact": ["Seoul"]},
        on=("insert",),
    ),
    Refusal(
        "excerpt_pieces_are_apart",
        "an excerpt whose pieces touch",
        "excerpt",
        {"pieces": "{[0,5),[5,10)}", "exact": ["Seoul", " says"]},
        {"pieces": "{[0,5),[6,10)}", "exact": ["Seoul", "says"]},
        on=("insert",),
    ),
    Refusal(
        "excerpt_pieces_are_apart",
        "an excerpt whose pieces overlap",
        "excerpt",
        {"pieces": "{[0,6),[5,10)}", "exact": ["Seoul ", " says"]},
        {"pieces": "{[0,5),[6,10)}", "exact": ["Seoul", "says"]},
        on=("insert",),
    ),
    Refusal(
        "excerpt_pieces_are_apart",
        "an excerpt one of whose pieces is empty",
        "excerpt",
        {"pieces": "{[0,5),[7,7)}", "exact": ["Seoul", ""]},
        {"pieces": "{[0,5),[7,8)}", "exact": ["Seoul", "a"]},
        on=("insert",),
    ),
    Refusal(
        "excerpt_pieces_are_apart",
        "an excerpt with fewer words than pieces",
        "excerpt",
        {"pieces": "{[0,5),[6,10)}", "exact": ["Seoul"]},
        {"pieces": "{[0,5),[6,10)}", "exact": ["Seoul", "says"]},
        on=("insert",),
    ),
    Refusal(
        "excerpt_pieces_are_apart",
        "an excerpt whose words are a table",
        "excerpt",
        {"pieces": "{[0,5),[6,10)}", "exact": [["Seoul"], ["says"]]},
        {"pieces": "{[0,5),[6,10)}", "exact": ["Seoul", "says"]},
        on=("insert",),
    ),
    Refusal(
        "excerpt_pieces_are_one_per_snapshot",
        "an excerpt of the same pieces",
        "excerpt",
        {"pieces": pieces(FIRED, "A drill"), "exact": [FIRED, "A drill"]},
        {"pieces": pieces(FIRED), "exact": [FIRED]},
        on=("insert",),
    ),
    Refusal(
        "snapshot_sha256_is_of_its_text",
        "a snapshot with the hash of another text",
        "snapshot",
        {"sha256": sha256("another")},
        {"sha256": sha256(TEXT)},
        on=("insert",),
    ),
    Refusal(
        "snapshot_sha256_is_of_its_text",
        "a snapshot whose hash is in capitals",
        "snapshot",
        {"sha256": sha256(TEXT).upper()},
        on=("insert",),
    ),
    Refusal(
        "snapshot_text_is_not_blank",
        "a snapshot of nothing that shows",
        "snapshot",
        {"text": "\u3000\u00a0\n", "sha256": sha256("\u3000\u00a0\n")},
        {"text": "\u3000가\n", "sha256": sha256("\u3000가\n")},
        on=("insert",),
    ),
    Refusal(
        "snapshot_original_has_a_media_type",
        "a snapshot with bytes of no type",
        "snapshot",
        {"original": b"\0"},
        {"original": b"\0", "media_type": "text/html"},
        on=("insert",),
    ),
    Refusal(
        "snapshot_original_has_a_media_type",
        "a snapshot with a type of no bytes",
        "snapshot",
        {"media_type": "text/html"},
        {"media_type": ""},
        on=("insert",),
    ),
    Refusal(
        "snapshot_is_captured_whole",
        "a snapshot that is born redacted",
        "snapshot",
        {"text": "", "sha256": sha256(""), "redacted_at": "@instant", "redaction_ground": "a court"},
        on=("insert",),
    ),
    Refusal(
        "snapshot_redaction_has_a_ground",
        "a snapshot with a ground for no redaction",
        "snapshot",
        {"redaction_ground": "a court"},
        on=("insert",),
    ),
    Refusal(
        "change_has_by",
        "a snapshot at another instant than its change",
        "snapshot",
        {"captured_at": "2010-11-24"},
        {"captured_at": "@instant"},
        on=("insert",),
    ),
    Refusal(
        "source_is_no_translation_of_itself",
        "a source that translates itself",
        "source",
        {"id": 900, "translation_of_id": 900},
        {"id": 900, "translation_of_id": "@source"},
    ),
    Refusal(
        "source_published_in_order",
        "a source published until before it was published",
        "source",
        {"published_start": "2010-11-25", "published_end": "2010-11-24"},
        {"published_start": "2010-11-24", "published_end": "2010-11-24"},
    ),
)
def test_the_written_record_is_sound(world: World, case: Refusal, write: Write) -> None:
    case.prove(world, write)


@pytest.mark.parametrize(
    ("ranges", "state"),
    [("{[5,3)}", "22000"), ("{[a,b)}", "22P02"), ("[0,5)", "22P02"), ("{[0,99999999999)}", "22003")],
    ids=["a piece that ends before it begins", "letters", "no list of pieces", "a number too large"],
)
def test_pieces_that_are_no_ranges_are_refused_by_their_type(world: World, ranges: str, state: str) -> None:
    with world.refused(state):
        world.insert("excerpt", pieces=ranges)
    with world.accepted():
        world.insert("excerpt")


@pytest.mark.parametrize(
    "fields",
    [
        {"pieces": pieces(SAYS), "exact": [SAYS]},
        {"exact": ["other words", "A drill"]},
        {"exact": ["", ""]},
        {"snapshot_id": "@another"},
    ],
    ids=["other pieces", "other words", "no words", "another snapshot"],
)
def test_the_pieces_of_an_excerpt_never_change(world: World, fields: dict[str, object]) -> None:
    world.rows["another"] = world.insert("snapshot", text=TEXT + ".", sha256=sha256(TEXT + "."))
    with world.refused("excerpt_pieces_never_change"):
        world.update("excerpt", world["excerpt"], **fields)
    with world.accepted():
        world.update("excerpt", world["excerpt"], gloss="It fired.", gloss_language="en")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE tracker_snapshot SET text = 'other', sha256 = encode(sha256('other'), 'hex') WHERE id = %s",
        "UPDATE tracker_snapshot SET text = text WHERE id = %s",
        "UPDATE tracker_snapshot SET captured_from = 'elsewhere' WHERE id = %s",
        "UPDATE tracker_snapshot SET source_id = source_id + 1 WHERE id = %s",
        "UPDATE tracker_snapshot SET key = 'other' WHERE id = %s",
        "UPDATE tracker_snapshot SET text = '', redacted_at = now(), redaction_ground = 'a court' WHERE id = %s",
        "DELETE FROM tracker_snapshot WHERE id = %s",
    ],
)
def test_a_snapshot_never_changes(world: World, change: str) -> None:
    unused = world.insert("snapshot")
    with world.refused("snapshot_never_changes"):
        world.execute(change, unused)
    with world.refused("snapshot_never_changes"):
        world.execute("SET LOCAL tracker.redacting = 'on'")
        world.execute(change, unused)
    with world.accepted():
        world.insert("snapshot")


@pytest.mark.parametrize("core", [span(FIRED), span("North fired"), span("A drill"), "[16,17)", None])
@pytest.mark.parametrize("write", ["insert", "update"])
@pytest.mark.parametrize(
    "outside",
    [
        span("says"),
        span("the North fired first. 평양"),
        f"[{TEXT.index(FIRED)},{TEXT.index('A drill') + 3})",
        "empty",
        "[14,)",
        "(,20)",
        "(,)",
        f"[{len(TEXT)},{len(TEXT) + 5})",
    ],
)
def test_the_core_stands_inside_its_excerpt(world: World, write: Write, core: str | None, outside: str) -> None:
    Refusal("claim_core_is_inside_its_excerpt", "", "claim", {"core": outside}, {"core": core}).prove(world, write)


def test_a_core_stays_inside_when_the_claim_moves_to_another_excerpt(world: World) -> None:
    says = world.insert("excerpt")
    world.update("claim", world["claim"], core=span("North fired"))
    with world.refused("claim_core_is_inside_its_excerpt"):
        world.update("claim", world["claim"], excerpt_id=says)
    with world.accepted():
        world.update("claim", world["claim"], excerpt_id=says, core=span("says"))


def test_a_core_that_ends_before_it_begins_is_refused_by_its_type(world: World) -> None:
    with world.refused("22000"):
        world.insert("claim", core="[20,15)")
    with world.accepted():
        world.insert("claim", core="[15,20)")


def test_a_word_too_many_bytes_for_a_snapshot_is_measured_in_code_points(world: World) -> None:
    text = "🌊" * 10 + "가" * 10
    snapshot = world.insert("snapshot", text=text, sha256=sha256(text))
    with world.refused("excerpt_is_verbatim"):
        world.insert("excerpt", snapshot_id=snapshot, pieces="{[20,30)}", exact=["가" * 10])
    with world.accepted():
        world.insert("excerpt", snapshot_id=snapshot, pieces="{[10,20)}", exact=["가" * 10])


def test_an_excerpt_of_no_pieces_at_all_is_refused(world: World) -> None:
    with world.refused("excerpt_has_pieces"):
        world.insert("excerpt", pieces=None)
    with world.accepted():
        world.insert("excerpt")
