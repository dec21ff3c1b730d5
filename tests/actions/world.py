"""A small record to act on: people, parties, a source, a question."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from tracker.actions.capture_source import capture_source
from tracker.actions.claim_content import Content, Relayed, Words
from tracker.actions.make_incident import make_incident
from tracker.actions.make_party import make_party
from tracker.actions.make_question import AnswerText, make_question
from tracker.actions.publish_claim import publish_claim
from tracker.actions.record_claim import record_claim
from tracker.models import Answer, Claim, Incident, Party, Question, Snapshot, User

TEXT = "A cat 🐈 and a family 👨‍👩‍👧 watched.\r\nThe North says the South fired first. The South denies it.\n"


def account(name: str, role: str = "editor") -> User:
    """Somebody with the password "correct horse battery"."""
    user = User(username=name, role=role)
    user.set_password("correct horse battery")
    user.save()
    return user


@dataclass
class World:
    """Built when first asked for, one piece at a time. alice and bob edit; charlie reads."""

    @cached_property
    def alice(self) -> User:
        return account("alice")

    @cached_property
    def bob(self) -> User:
        return account("bob")

    @cached_property
    def charlie(self) -> User:
        return account("charlie", role="reader")

    def party(self, name: str, kind: str = "state", **more: Any) -> Party:
        return make_party(by=self.alice, note="", name=name, kind=kind, **more)

    @cached_property
    def north(self) -> Party:
        return self.party("North Korea", monogram="NK", also_known_as=["Pyongyang", "The North"])

    @cached_property
    def south(self) -> Party:
        return self.party("South Korea", monogram="SK", also_known_as=["Seoul", "The South"])

    @cached_property
    def voa(self) -> Party:
        return self.party("Voice of America", kind="media", monogram="VOA")

    @cached_property
    def snapshot(self) -> Snapshot:
        return self.capture()

    def capture(self, **more: Any) -> Snapshot:
        given: dict[str, Any] = {
            "by": self.alice,
            "note": "",
            "text": TEXT,
            "title": "Who fired",
            "publisher": self.voa,
            "published": "2010-12-09",
            "language": "en",
            "extent": "whole",
        }
        return capture_source(**given | more)

    @cached_property
    def incident(self) -> Incident:
        return make_incident(
            by=self.alice, note="", title="Yeonpyeong", occurred="2010-11-23", sides=[self.north, self.south]
        )

    @cached_property
    def question(self) -> Question:
        return self.ask("Which side fired first?", "South Korea fired first", "North Korea fired first")

    @cached_property
    def yesno(self) -> Question:
        return self.ask("Did the South fire first?", "The South fired first", kind="yesno")

    def ask(self, text: str, *answers: str, kind: str = "choice", **more: Any) -> Question:
        return make_question(
            by=self.alice,
            note="",
            incident=self.incident,
            text=text,
            kind=kind,
            answers=[AnswerText(text=answer) for answer in answers],
            **{"exclusive": True} | more,
        )

    def answer(self, number: int = 0, question: Question | None = None) -> Answer:
        return (question or self.question).answers.order_by("order")[number]

    def words(self, words: str = "The North says the South fired first.", **more: Any) -> Words:
        snapshot = more.pop("snapshot", self.snapshot)
        start = snapshot.text.index(words)
        return Words(snapshot=snapshot, pieces=((start, start + len(words)),), **more)

    @cached_property
    def content(self) -> Content:
        return Content(
            question=self.question,
            answer=self.answer(),
            polarity="affirms",
            said="2010-12-09",
            certainty="certain",
            cue="says",
            relays=(Relayed(party=self.voa),),
        )

    def record(self, **more: Any) -> Claim:
        """One proposed claim; what is a field of its content may be given as well."""
        given: dict[str, Any] = {"by": self.alice, "note": "", "says_this": True}
        given["words"] = more.pop("words", None) or self.words()
        given["speakers"] = [more.pop("speaker", None) or self.north]
        for name in ("by", "note", "says_this", "speakers"):
            if name in more:
                given[name] = more.pop(name)
        given["content"] = replace(more.pop("content", self.content), **more)
        return record_claim(**given)[0]

    def published(self, **more: Any) -> Claim:
        claim = self.record(**more)
        return publish_claim(by=self.alice, note="", claim=claim, seen=claim.revision, says_this=True)
