"""Loading a case: all of it or nothing, the same again without effect, changes only as corrections."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

import tracker.case
from tests.databases import ROOT
from tests.serving import address
from tracker.actions.case_tables import orders
from tracker.actions.load_case import load_case
from tracker.management.invented import case as invented
from tracker.management.invented import joined
from tracker.models import Affiliation, Answer, Change, Claim, Incident, Party, Question, Reason, Relay, Side, Snapshot
from tracker.models.people import User

REAL = Path(tracker.case.__file__).parent
FIRST, AGAIN = 71, 23
Edit = Callable[[dict[str, Any]], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the real case, to be changed."""
    shutil.copy(REAL / "case.json", tmp_path / "case.json")
    shutil.copytree(REAL / "sources", tmp_path / "sources")
    return tmp_path


def edited(folder: Path, edit: Edit) -> Path:
    path = folder / "case.json"
    case = json.loads(path.read_text(encoding="utf-8"))
    edit(case)
    path.write_text(json.dumps(case), encoding="utf-8")
    return path


def load(path: Path, **options: Any) -> str:
    out = io.StringIO()
    call_command("load_case", str(path), stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def refused(path: Path, **options: Any) -> tuple[str, str]:
    """What stderr says, line by line, and how it ends."""
    err = io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("load_case", str(path), stdout=io.StringIO(), stderr=err, **options)
    return err.getvalue(), str(caught.value)


@pytest.mark.django_db
class TestANewDatabase:
    def test_takes_everything_published_in_the_order_of_the_file(self) -> None:
        said = load(REAL / "case.json")
        assert "96 claims" in said
        assert Claim.objects.counted().count() == 96
        assert not any(
            model.objects.filter(published_at=None).exists() for model in (Incident, Party, Question, Answer, Claim)
        )
        questions = Question.objects.filter(incident__key="cheonan").order_by("order")
        assert list(questions.values_list("key", flat=True)) == ["C1", "C6", "C2", "C3", "C4", "C5", "C7"]
        sides = Side.objects.filter(incident__key="aftermath").order_by("order")
        assert list(sides.values_list("party__key", flat=True)) == ["dprk", "rok", "us", "japan", "prc"]

    def test_publishes_answers_that_nobody_claims(self) -> None:
        load(REAL / "case.json")
        assert Answer.objects.published().filter(key__in=["Y7b", "Y9a"]).count() == 2

    def test_has_addresses_made_of_keys(self) -> None:
        load(REAL / "case.json")
        assert Party.objects.get(key="dprk_mfa").slug == "dprk-mfa"
        assert set(Incident.objects.values_list("slug", flat=True)) == {"yeonpyeong", "cheonan", "aftermath"}

    def test_is_written_by_an_account_that_cannot_sign_in(self) -> None:
        load(REAL / "case.json")
        account = User.objects.get()
        assert account.username == "counterclaim"
        assert not account.has_usable_password()
        assert Change.objects.get().by == account

    def test_is_written_by_whom_one_names(self) -> None:
        alice = User.objects.create(username="alice", role="editor")
        load(REAL / "case.json", by="alice")
        assert Change.objects.get().by == alice
        assert set(Claim.objects.values_list("author", flat=True)) == {alice.pk}

    @pytest.mark.parametrize(("name", "reason"), [("reader", "may not"), ("nobody", "no account named 'nobody'")])
    def test_refuses_who_may_not(self, name: str, reason: str) -> None:
        User.objects.create(username="reader", role="reader")
        assert reason in refused(REAL / "case.json", by=name)[1]
        assert not Claim.objects.exists()

    def test_stays_empty_in_a_dry_run(self) -> None:
        said = load(REAL / "case.json", dry_run=True)
        assert "Would be added: 51 parties" in said
        assert "nothing was changed" in said
        assert not Claim.objects.exists()
        assert not User.objects.exists()
        assert not Change.objects.exists()

    def test_takes_nothing_of_a_case_with_one_fault(self, folder: Path) -> None:
        path = edited(folder, lambda case: case["claims"]["k93"].update(speaker="nobody"))
        said, end = refused(path)
        assert "claims k93: speaker" in said
        assert "nothing was changed: 1 fault" in end
        assert not Party.objects.exists()


class TestTheSameAgain:
    def test_changes_nothing_and_says_so(self, case_db: None) -> None:
        before = list(Change.objects.values_list("at"))
        assert load(REAL / "case.json") == "Nothing changes: all 369 records are there and the same.\n"
        assert list(Change.objects.values_list("at")) == before

    def test_leaves_alone_what_the_file_does_not_have(self, case_db: None, folder: Path) -> None:
        def without_k93(case: dict[str, Any]) -> None:
            del case["claims"]["k93"]
            del case["distinctions"][0]

        load(edited(folder, without_k93))
        assert Claim.objects.counted().filter(key="k93").exists()


class TestChangedRecords:
    def test_are_refused_by_their_keys_all_at_once(self, case_db: None, folder: Path) -> None:
        def edit(case: dict[str, Any]) -> None:
            case["claims"]["k01"]["certainty"] = "probable"
            case["claims"]["k02"]["relays"] = []
            case["parties"]["dprk"]["name"] = "Northern Korea"
            case["affiliations"][0]["grounds"] = "Other grounds."
            case["questions"]["Y1"]["text"] = "Who began?"

        said, end = refused(edited(folder, edit))
        assert "claims k01: certainty is “certain” in the record and “probable” in the file" in said
        assert "claims k02: relays is “voa” in the record" in said
        assert "parties dprk: name is “North Korea” in the record and “Northern Korea” in the file" in said
        assert "affiliations kpa - dprk: grounds" in said
        assert "questions Y1: text" in said
        assert "5 faults" in end
        assert Claim.objects.get(key="k01").certainty == "certain"

    def test_become_revisions_with_a_note(self, case_db: None, folder: Path) -> None:
        def edit(case: dict[str, Any]) -> None:
            case["claims"]["k01"] |= {"certainty": "probable", "core": [3194, 3220]}
            case["affiliations"][0]["during"] = ["1950-01-01", None]
            case["parties"]["voa"]["also_known_as"] = ["VOA", "the Voice"]

        path = edited(folder, edit)
        said = load(path, correct="Read again.")
        assert "Were corrected: claims k01 (core, certainty)." in said
        claim = Claim.objects.get(key="k01")
        assert (claim.revision, claim.certainty, claim.core.upper) == (2, "probable", 3220)
        assert claim.events.get(revision=2).pgh_context["note"] == "Read again."
        assert Affiliation.objects.filter(member__key="kpa").count() == 1
        assert load(path) == "Nothing changes: all 369 records are there and the same.\n"

    def test_take_relays_reasons_and_words_along(self, case_db: None, folder: Path) -> None:
        def edit(case: dict[str, Any]) -> None:
            claim = case["claims"]["k01"]
            claim["relays"] = ["voa", "kcna"]
            claim["quote"], claim["end"] = claim["quote"][:-1], claim["end"] - 1
            case["reasons"] = [each for each in case["reasons"] if each["claim"] != "k19"]
            case["reasons"].append({"claim": "k01", "answer": "Y1a", "direction": "supports"})

        path = edited(folder, edit)
        load(path, correct="Read again.")
        claim = Claim.objects.get(key="k01")
        assert claim.revision == 2
        assert claim.excerpt.exact[0].endswith("last month")
        relays = Relay.objects.filter(claim=claim).order_by("position")
        assert list(relays.values_list("party__key", flat=True)) == ["voa", "kcna"]
        assert Reason.objects.filter(claim=claim).count() == 1
        assert not Reason.objects.filter(claim__key="k19").exists()
        assert load(path).startswith("Nothing changes")

    def test_take_a_new_text_with_the_words_in_it(self, case_db: None, folder: Path) -> None:
        path = edited(folder, lambda case: None)
        text = folder / "sources" / "s16-dod-afps-mullen-2010-12-09.txt"
        text.write_text(text.read_text(encoding="utf-8") + "\nOne line more.\n", encoding="utf-8")
        said, _ = refused(path)
        assert said == "sources S16: file holds another text than the one that is recorded\n"
        said = load(path, correct="Captured again.")
        assert "sources S16 (file)" in said
        assert Snapshot.objects.filter(source__key="S16").count() == 2
        moved = Claim.objects.filter(excerpt__snapshot__source__key="S16")
        assert set(moved.values_list("revision", flat=True)) == {2}
        assert load(path).startswith("Nothing changes")

    @pytest.mark.parametrize("note", ["", "  ", "\n"])
    def test_are_refused_without_a_note(self, case_db: None, folder: Path, note: str) -> None:
        path = edited(folder, lambda case: case["claims"]["k01"].update(certainty="probable"))
        assert "needs a note" in refused(path, correct=note)[1]

    def test_are_told_in_a_dry_run(self, case_db: None, folder: Path) -> None:
        path = edited(folder, lambda case: case["claims"]["k01"].update(certainty="probable"))
        said = load(path, correct="Read again.", dry_run=True)
        assert "Would be corrected: claims k01 (certainty)." in said
        assert Claim.objects.get(key="k01").revision == 1

    def test_are_refused_where_claims_rest_on_them(self, case_db: None, folder: Path) -> None:
        def edit(case: dict[str, Any]) -> None:
            case["parties"]["voa"]["kind"] = "body"
            case["claims"]["k01"]["certainty"] = "probable"

        said, end = refused(edited(folder, edit), correct="Read again.")
        assert said.startswith("parties voa: ")
        assert "kind" in said
        assert "1 fault" in end
        assert Claim.objects.get(key="k01").revision == 1

    def test_cannot_bring_a_withdrawn_claim_back(self, case_db: None, folder: Path) -> None:
        from tracker.actions.change import change, save

        alice = User.objects.create(username="alice", role="editor")
        with change(by=alice, note="It should not have stood.", may="withdraw_claim", own=True) as at:
            save(Claim.objects.get(key="k01"), seen=1, withdrawn_at=at)
        assert load(REAL / "case.json").startswith("Nothing changes")
        path = edited(folder, lambda case: case["claims"]["k01"].update(certainty="probable"))
        assert "claims k01: certainty differs, but the claim was withdrawn" in refused(path, correct="Again.")[0]

    def test_leave_the_order_of_the_others_when_one_is_added(self, case_db: None, folder: Path) -> None:
        def edit(case: dict[str, Any]) -> None:
            case["questions"]["Y15"] = case["questions"]["Y2"] | {"slug": "new", "answers": {}}
            case["questions"]["Y15"]["answers"] = {"Y15a": {"text": "Yes", "about": None}}

        said = load(edited(folder, edit))
        assert said.startswith("Were added: 1 questions, 1 answers.")
        assert Question.objects.get(key="Y15").order == 15


class TestWhatTheDatabaseRefuses:
    def test_is_told_with_the_record_and_the_field(self, case_db: None, folder: Path) -> None:
        """Faults that no file shows by itself: they are with what stands in the database only."""

        def edit(case: dict[str, Any]) -> None:
            case["parties"]["dprk-mfa"] = case["parties"]["dprk_mfa"] | {"name": "Another"}
            case["questions"]["Y99"] = case["questions"]["Y2"] | {
                "answers": {"Y99a": {"text": "Yes", "about": None}},
                "slug": "taken",
            }

        said, end = refused(edited(folder, edit))
        assert "parties dprk-mfa: slug" in said
        assert "1 fault" in end

    def test_claims_that_stand_already_under_another_key(self, case_db: None, folder: Path) -> None:
        def edit(case: dict[str, Any]) -> None:
            case["claims"] = {("k01x" if key == "k01" else key): row for key, row in case["claims"].items()}

        said, _ = refused(edited(folder, edit))
        assert said.startswith("claims k01x: ")

    def test_circles_that_close_through_the_database(self, case_db: None, folder: Path) -> None:
        from tracker.actions.make_party import add_affiliation

        alice = User.objects.create(username="alice", role="editor")
        dprk = Party.objects.get(key="dprk")
        add_affiliation(
            by=alice,
            note="A test.",
            member=dprk,
            organisation=Party.objects.get(key="us"),
            grounds="G",
            speaks_for=True,
        )

        def edit(case: dict[str, Any]) -> None:
            case["affiliations"].append(
                {"member": "us", "organisation": "ndc", "role": "", "speaks_for": True, "grounds": "G"}
                | {"during": ["2000-01-01", None]}
            )

        said, end = refused(edited(folder, edit))
        assert said.startswith("affiliations of us: organisation speaks for the member already")
        assert "1 fault" in end

    def test_hostile_words_are_shown_harmless(self, case_db: None, folder: Path) -> None:
        path = edited(folder, lambda case: case["parties"]["dprk"].update(name="\x1b[31mred" + "x" * 500))
        said, _ = refused(path)
        assert "\x1b" not in said
        assert len(said) < 300


def test_two_loads_at_once_record_one_case(cloned_db: str) -> None:
    """The second waits for the first, and then finds everything there."""
    command = [sys.executable, str(ROOT / "manage.py"), "load_case", str(REAL / "case.json")]
    environment = os.environ | {"DATABASE_URL": address("default"), "MIGRATE_DATABASE_URL": address("owner")}
    running = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = sorted(process.communicate(timeout=120)[0] for process in running)
    assert [process.returncode for process in running] == [0, 0]
    assert said[0].startswith("Nothing changes")
    assert said[1].startswith("Were added")
    assert Change.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3, 50])
def test_queries_do_not_grow_with_the_case(number: int) -> None:
    case = joined(parts=[invented(number=each, claims=10) for each in range(number)])
    with CaptureQueriesContext(connection) as first:
        load_case(case=case)
    with CaptureQueriesContext(connection) as again:
        assert not load_case(case=case).changed
    assert (len(first), len(again)) == (FIRST, AGAIN)


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        ([None, None, None], [1, 2, 3]),
        ([(1, 1), (2, 2), None], [1, 2, 3]),
        ([(1, 1), None, (2, 2)], [1, 2, 3]),
        ([(1, 1), None, (5, 2)], [1, 2, 5]),
        ([(10, 1), (20, 2), (30, 3)], [10, 20, 30]),
        ([(2, 2), (1, 1)], [1, 2]),
        ([None, (0, 1)], [-2, 0]),
        ([(0, 1), (0, 2), None], [0, 0, 1]),
        ([], []),
    ],
)
def test_orders_stay_where_they_can(standing: list[tuple[int, int] | None], expected: list[int]) -> None:
    assert orders(standing) == expected
