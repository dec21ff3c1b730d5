"""From a filled form to the actions: what the fields name is looked up, what is new is made, all in one change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar

from django.utils.translation import gettext as _

from tracker.actions.change import change
from tracker.actions.claim_content import Content, Reasoned, Relayed, Words
from tracker.actions.correct_claim import correct_claim
from tracker.actions.make_incident import make_incident
from tracker.actions.make_party import add_affiliation, make_party
from tracker.actions.make_question import AnswerText, add_answer, make_question
from tracker.actions.publish_claim import publish_claim
from tracker.actions.record_claim import record_claim
from tracker.actions.refusals import Refused
from tracker.models import Answer, Claim, Incident, Party, Question, Snapshot, User
from tracker.web.editor import places
from tracker.web.editor.fields import ANSWERS, REASONS, RELAYS, SPEAKERS

T = TypeVar("T", Question, Answer, Incident)

NEW: Final = "new"
WHOLE: Final = "whole"
"""The value of the answer field for a decline of the whole question."""


@dataclass
class Faults:
    """What is wrong in which field: the first fault of each, in the order of finding."""

    of: dict[str, str] = field(default_factory=dict)
    stale: bool = False

    def add(self, name: str, message: str) -> None:
        self.of.setdefault(name, message)

    def __bool__(self) -> bool:
        return bool(self.of) or self.stale


@dataclass
class Filing:
    """A form about to be filed on a snapshot by an editor. Each step adds to `faults` what it finds."""

    by: User
    snapshot: Snapshot
    values: dict[str, str]
    faults: Faults = field(default_factory=Faults)
    found: places.Located = field(default_factory=places.Located)

    def locate(self) -> places.Located:
        """Where the words stand. No query."""
        self.found = places.located(
            text=self.snapshot.text,
            words=self.values["words"],
            ranges=self.values["pieces"],
            place=self.values["place"],
        )
        if self.found.error:
            self.faults.add("words", self.found.error)
        return self.found

    def file(self, *, publish: bool) -> list[Claim]:
        """Record the claims, and publish them where asked. With faults, nothing is written and none come back."""

        def write() -> list[Claim]:
            claims = record_claim(
                by=self.by,
                note=self.values["note"],
                words=self._words(),
                speakers=self._speakers(),
                content=self._content(),
                says_this=bool(self.values["says_this"]),
            )
            return [self._publish(claim) for claim in claims] if publish else claims

        return self._attempt(write)

    def correct(self, claim: Claim, *, publish: bool) -> list[Claim]:
        """A revision of the claim, published where asked and not public yet. As `file` with faults."""

        def write() -> list[Claim]:
            seen = int(self.values["seen"])
            try:
                corrected = correct_claim(
                    by=self.by,
                    note=self.values["note"],
                    claim=claim,
                    seen=seen,
                    words=self._words(),
                    speaker=self._speakers()[0],
                    content=self._content(),
                    says_this=bool(self.values["says_this"]),
                )
            except Refused as refused:
                if not publish or refused.rule != "correction_changes_something":
                    raise
                corrected = claim  # nothing to correct: published as it is
            return [self._publish(corrected) if publish else corrected]

        if not self.values["seen"].isdecimal() or len(self.values["seen"]) > 9:
            self.faults.add("", _("The form does not say which revision you saw. Open the claim again."))
        return self._attempt(write)

    def _publish(self, claim: Claim) -> Claim:
        return publish_claim(
            by=self.by,
            note=self.values["note"],
            claim=claim,
            seen=claim.revision,
            says_this=bool(self.values["says_this"]),
        )

    def _attempt(self, write: Callable[[], list[Claim]]) -> list[Claim]:
        self.locate()
        self._look_up()
        if self.faults:
            return []
        try:
            with change(by=self.by, note=self.values["note"], may="record_claim"):
                self._make_what_is_new()
                return write()
        except Refused as refused:
            self.faults.stale = refused.rule == "revision_is_next"
            self.faults.add(refused.field, refused.message)
            return []

    # what the fields name

    def _look_up(self) -> None:
        values = self.values
        keys = {values[name] for name in (*SPEAKERS, *RELAYS, "answer_about", "party_speaks_for") if values[name]}
        visible = Party.objects.all().visible_to(self.by)
        self._parties = {party.key: party for party in visible.filter(key__in=keys - {NEW})}
        for name in (*SPEAKERS, *RELAYS, "answer_about", "party_speaks_for"):
            if values[name] not in ("", NEW, *self._parties):
                self.faults.add(_shown_at(name), _("This party is not in the record. Choose another."))
        if not any(values[name] for name in SPEAKERS):
            self.faults.add("speaker", _("Say who says this."))
        self._question = self._one(Question, "question", _("Choose the question that the words answer."))
        self._answer = self._one(Answer, "answer", "") if values["answer"] != WHOLE else None
        self._incident = self._one(Incident, "question_incident", "") if values["question"] == NEW else None
        self._check_choices()
        retracts = values["retracts"].strip()
        self._retracts = Claim.objects.all().visible_to(self.by).filter(key=retracts).first() if retracts else None
        if retracts and self._retracts is None:
            self.faults.add("retracts", _("There is no claim of the key “%(key)s”.") % {"key": retracts[:40]})
        reasons = [values[name] for name in REASONS if values[name]]
        answers = Answer.objects.all().visible_to(self.by).in_bulk(reasons, field_name="key") if reasons else {}
        self._reasons = []
        for name in REASONS:
            if values[name] and values[name] not in answers:
                self.faults.add("reasons", _("This answer is not in the record. Choose another."))
            elif values[name]:
                direction = values[f"{name}_direction"] or "supports"
                self._reasons.append(Reasoned(answer=answers[values[name]], direction=direction))

    def _check_choices(self) -> None:
        values = self.values
        if values["question"] == NEW and not values["question_text"].strip():
            self.faults.add("question_text", _("Write the question."))
        if values["question"] == NEW and self._incident is None and not values["incident_title"].strip():
            self.faults.add("question_incident", _("Choose the incident, or name a new one."))
        if values["answer"] == NEW and values["question"] != NEW and not values["answer_text"].strip():
            self.faults.add("answer_text", _("Write the answer."))
        if values["question"] and values["question"] != NEW and not values["answer"]:
            self.faults.add("answer", _("Choose an answer: only a decline may be of the whole question."))
        if values["answer"] == WHOLE and values["polarity"] != "declines":
            self.faults.add("answer", _("Choose an answer: only a decline may be of the whole question."))
        if not values["polarity"]:
            self.faults.add("polarity", _("Say whether the speaker affirms it, denies it or declines to say."))
        if not values["said"].strip():
            self.faults.add("said", _("Say when it was said."))
        if NEW in {values[name] for name in (*SPEAKERS, *RELAYS, "answer_about")} and not values["party_name"].strip():
            self.faults.add("party_name", _("Give the party’s name."))

    def _one(self, model: type[T], name: str, missing: str) -> T | None:
        value = self.values[name]
        if not value and missing:
            self.faults.add(name, missing)
        if not value or value == NEW:
            return None
        row: T | None = model.objects.all().visible_to(self.by).filter(key=value).first()
        if row is None:
            self.faults.add(name, _("This is not in the record. Choose another."))
        return row

    # what is made without leaving

    def _make_what_is_new(self) -> None:
        values = self.values
        if NEW in {values[name] for name in (*SPEAKERS, *RELAYS, "answer_about")}:
            self._parties[NEW] = make_party(
                by=self.by,
                note=values["note"],
                name=values["party_name"],
                kind=values["party_kind"],
                monogram=values["party_monogram"],
            )
            if values["party_speaks_for"]:
                self._affiliate(self._parties[NEW], self._parties[values["party_speaks_for"]])
        if values["question"] == NEW:
            self._make_question()
        elif values["answer"] == NEW and self._question is not None:
            self._answer = add_answer(
                by=self.by, note=values["note"], question=self._question, answer=self._wording("answer_text")
            )

    def _affiliate(self, member: Party, organisation: Party) -> None:
        try:
            add_affiliation(
                by=self.by,
                note=self.values["note"],
                member=member,
                organisation=organisation,
                grounds=self.values["party_grounds"],
                speaks_for=True,
            )
        except Refused as refused:
            refused.field = "party_grounds" if refused.field == "grounds" else "party_speaks_for"
            raise

    def _make_question(self) -> None:
        values = self.values
        if self._incident is None:
            self._incident = make_incident(
                by=self.by, note=values["note"], title=values["incident_title"], occurred=values["incident_occurred"]
            )
        worded = [name for name in ANSWERS if values[name].strip()]
        self._question = make_question(
            by=self.by,
            note=values["note"],
            incident=self._incident,
            text=values["question_text"],
            kind=values["question_kind"],
            exclusive=bool(values["question_exclusive"]),
            unit=values["question_unit"],
            answers=[self._wording(name) for name in worded],
        )
        if values["answer"] != WHOLE:  # the first answer is the one that these words give
            self._answer = Answer.objects.filter(question=self._question).order_by("order").first()

    def _wording(self, name: str) -> AnswerText:
        if name != "answer_text":
            return AnswerText(text=self.values[name])
        return AnswerText(
            text=self.values[name],
            about=self._parties.get(self.values["answer_about"]),
            low=self.values["answer_low"],
            high=self.values["answer_high"],
        )

    # what goes to the action

    def _words(self) -> Words:
        return Words(
            snapshot=self.snapshot,
            pieces=self.found.pieces,
            gloss=self.values["gloss"],
            gloss_language=self.values["gloss_language"],
        )

    def _speakers(self) -> list[Party]:
        return [self._parties[self.values[name]] for name in SPEAKERS if self.values[name]]

    def _content(self) -> Content:
        values = self.values
        assert self._question is not None
        core = None
        if values["core"].strip():
            core = places.inside(text=self.snapshot.text, pieces=self.found.pieces, words=values["core"])
            if core is None:
                raise Refused(
                    rule="claim_core_is_inside_its_excerpt",
                    message=_("The words that carry the answer must stand inside the marked words."),
                    field="core",
                )
        return Content(
            question=self._question,
            answer=self._answer,
            polarity=values["polarity"],
            said=values["said"].strip(),
            certainty=values["certainty"] or "unspecified",
            act=values["act"] or "state",
            manner=values["manner"],
            conditional=bool(values["conditional"]),
            cue=values["cue"],
            said_note=values["said_note"],
            coding_note=values["coding_note"],
            core=core,
            retracts=self._retracts,
            relays=tuple(
                Relayed(party=self._parties[values[name]], cue=values[f"{name}_cue"]) for name in RELAYS if values[name]
            ),
            reasons=tuple(self._reasons),
        )


def _shown_at(name: str) -> str:
    """The field beside which a fault of this one is shown: repeated fields share one."""
    return "relays" if name in RELAYS else "speaker" if name in SPEAKERS else name
