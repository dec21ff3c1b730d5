"""A source that is captured a second time, and what is proposed for its quoted words."""

from __future__ import annotations

from hashlib import sha256

from tests.actions.world import World
from tracker.actions.carryover import propose_carryovers
from tracker.actions.change import change
from tracker.domain.anchoring import Alignment
from tracker.domain.carrying import carried
from tracker.models import Carryover, Claim, Excerpt, Snapshot

OLD = (
    "The paper of the day.\n\n"
    "Seoul says the North fired first. Pyongyang says the South fired first. "
    "Tokyo says that two hundred shells fell on the island. Beijing says nothing of the kind.\n"
)
NEW = (
    "The paper of the day.\n\n"
    "Seoul says the North fired first. Nobody else was there to see it. Pyongyang says the South fired first. "
    "Tokyo says that one hundred shells fell on the island.\n"
)
EXACT = "Seoul says the North fired first."
MOVED = "Pyongyang says the South fired first."
CHANGED = "Tokyo says that two hundred shells fell on the island."
NOW = "Tokyo says that one hundred shells fell on the island."
GONE = "Beijing says nothing of the kind."


def captured_again(world: World, text: str = NEW, *, of: Snapshot | None = None) -> Snapshot:
    source = (of or world.snapshot).source
    with change(by=world.alice, note="", may="capture_source") as at:
        return Snapshot.objects.create(
            source=source, text=text, sha256=sha256(text.encode()).hexdigest(), captured_at=at
        )


def compared(world: World, snapshot: Snapshot) -> dict[str, Carryover]:
    """Propose for every excerpt of the other snapshots; the proposals by their old words."""
    excerpts = Excerpt.objects.filter(snapshot__source=snapshot.source).exclude(snapshot=snapshot)
    found = {}
    for excerpt in excerpts.select_related("snapshot"):
        alignment = Alignment(old=excerpt.snapshot.text, new=snapshot.text)
        found[excerpt.pk] = carried(alignment=alignment, pieces=excerpt.pieces)
    propose_carryovers(by=world.alice, note="", snapshot=snapshot, found=found)
    proposals = Carryover.objects.filter(snapshot=snapshot).select_related("excerpt", "snapshot")
    return {" […] ".join(each.excerpt.exact): each for each in proposals}


def claimed(world: World, words: str, **more: object) -> Claim:
    """A published claim of the North with these words of the old text."""
    return world.published(words=world.words(words), **more)


def seen(*claims: Claim) -> dict[str, int]:
    return {claim.key: Claim.objects.get(pk=claim.pk).revision for claim in claims}
