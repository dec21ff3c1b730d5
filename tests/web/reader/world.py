"""A small record of the tests' own, written through the actions, as editors write it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tracker.actions.capture_source import capture_source
from tracker.actions.claim_content import Content, Relayed, Words
from tracker.actions.make_incident import make_incident
from tracker.actions.make_party import make_party
from tracker.actions.make_question import AnswerText, make_question
from tracker.actions.publish_claim import publish_claim
from tracker.actions.record_claim import record_claim
from tracker.models import Answer, Claim, Incident, Party, Question, Snapshot, User

NOTE = "a test wrote this"


@dataclass
class World:
    """alice, an editor, with one incident between two sides and a medium that tells of it."""

    alice: User
    north: Party
    south: Party
    paper: Party
    incident: Incident

    def question(self, text: str = "Did the North fire first?", answer: str = "The North fired first") -> Question:
        return make_question(
            by=self.alice, note=NOTE, incident=self.incident, text=text, kind="yesno", answers=[AnswerText(text=answer)]
        )

    def source(self, text: str, **more: Any) -> Snapshot:
        facts = {"title": "Shells fall", "published": "2010-11-23", "language": "en", "extent": "whole"} | more
        return capture_source(by=self.alice, note=NOTE, text=text, publisher=self.paper, **facts)

    def claim(
        self, question: Question, words: str, speaker: Party, *, within: Snapshot | None = None, **more: Any
    ) -> Claim:
        """A proposed claim that affirms the question's first answer with these words."""
        snapshot = within or self.source(words)
        start = snapshot.text.index(words)
        facts = {
            "question": question,
            "answer": Answer.objects.filter(question=question).order_by("order", "id").first(),
            "polarity": "affirms",
            "said": "2010-11-23",
            "relays": (Relayed(party=self.paper),),
        } | more
        (claim,) = record_claim(
            by=self.alice,
            note=NOTE,
            words=Words(snapshot=snapshot, pieces=((start, start + len(words)),)),
            speakers=[speaker],
            content=Content(**facts),
            says_this=True,
        )
        return claim

    def publish(self, claim: Claim) -> Claim:
        return publish_claim(by=self.alice, note=NOTE, claim=claim, seen=claim.revision, says_this=True)

    def says(self, question: Question, words: str, speaker: Party, **more: Any) -> Claim:
        return self.publish(self.claim(question, words, speaker, **more))


def make_world(*, title: str = "Shelling of an island") -> World:
    alice = User.objects.create_user("alice", password="not a secret here", role="editor")
    north = make_party(by=alice, note=NOTE, name="The North", kind="state", monogram="N")
    south = make_party(by=alice, note=NOTE, name="The South", kind="state", monogram="S")
    paper = make_party(by=alice, note=NOTE, name="The Paper", kind="media", monogram="P")
    incident = make_incident(
        by=alice, note=NOTE, title=title, occurred="2010-11-23", sides=[north, south], summary="Shells fell."
    )
    return World(alice, north, south, paper, incident)
