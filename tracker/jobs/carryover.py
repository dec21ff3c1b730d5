"""A source was captured again: look for its quoted words in the new text."""

from __future__ import annotations

from procrastinate.contrib.django import app

from tracker.actions.carryover import propose_carryovers
from tracker.ingest.compare import compared
from tracker.models import Snapshot, User
from tracker.queries.carried import JOB, excerpts_by_text


@app.task(name=JOB)
def look_for_carried_words(*, by: int, snapshot: int) -> None:
    """Propose, for every excerpt of the source's earlier snapshots that carries claims, where it stands in this one.

    Begun again it goes on with what is left. Fails, to be seen on the page, where two texts are too costly.
    """
    editor, new = User.objects.get(pk=by), Snapshot.objects.get(pk=snapshot)
    for old, excerpts in excerpts_by_text(snapshot=new).items():
        text = Snapshot.objects.values_list("text", flat=True).get(pk=old)
        found = compared(old=text, new=new.text, excerpts=excerpts)
        propose_carryovers(by=editor, note="", snapshot=new, found=found)
