"""Record who says what with marked words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from tracker.actions.change import change
from tracker.actions.claim_content import (
    Content,
    Words,
    confirmed,
    excerpt_of,
    fields_of,
    write_reasons,
    write_relays,
)
from tracker.actions.claim_rules import check
from tracker.actions.refusals import Refused
from tracker.actions.steps import remember
from tracker.models import Claim, Party, Source, User


def record_claim(
    *, by: User, note: str, words: Words, speakers: Sequence[Party], content: Content, says_this: bool
) -> list[Claim]:
    """A proposed claim for each speaker, all on one excerpt, which is found or made.

    `says_this`: a person confirmed that the words, read alone, say this. Refused without it; without a
    speaker, or with one named twice; where the record's rules (`claim_rules`) or the database say no. Then
    nothing is written. About six queries, and for each speaker one, one for each relay and each reason.
    """
    confirmed(says_this)
    if not speakers:
        raise Refused(rule="claim_has_a_speaker", message=_("Say who says this."), field="speaker")
    if len({speaker.pk for speaker in speakers}) < len(speakers):
        raise Refused(rule="speaker_stands_once", message=_("The same speaker is named twice."), field="speaker")
    columns = fields_of(content)
    with change(by=by, note=note, may="record_claim"):
        source = Source.objects.select_related("publisher").get(pk=words.snapshot.source_id)
        excerpt = excerpt_of(words)
        claims = []
        for speaker in speakers:
            check(content=content, speaker=speaker, excerpt=excerpt, source=source)
            claim = Claim.objects.create(excerpt=excerpt, speaker=speaker, author=by, **columns)
            write_relays(claim, content.relays)
            write_reasons(claim, content.reasons)
            claims.append(claim)
        proposed = {"claims": {claim.key: claim.revision for claim in claims}}
        remember(kind="propose", subject=f"claim:{claims[0].key}", before={}, after=proposed)
        return claims
