"""Rule 6: what weakens a camp of an answer, and what marks the answer itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tracker.domain.record import Answer, Claim, Party
from tracker.domain.results import AnswerFlag, CampFlag, Flags
from tracker.domain.standing import Stance, Standing, stance

HEDGES = frozenset({"probable", "possible"})


def flags(*, answer: Answer, standing: Standing, parties: Mapping[str, Party]) -> Flags:
    """The flags of an answer, from what stands on its question. Cost: linear in the question's claims."""
    affirms, denies = Stance(answer.key, "affirms"), Stance(answer.key, "denies")
    on_answer = [fate for fate in standing.fates.values() if fate.claim.answer == answer.key]
    affirming = [fate.claim for fate in on_answer if fate.position == affirms]
    denying = [fate.claim for fate in on_answer if fate.position == denies]
    accused = answer.about is not None and any(
        parties[fate.claim.speaker].kind == "unnamed" and stance(claim=fate.claim) == affirms for fate in on_answer
    )
    marks: list[AnswerFlag] = []
    if accused and not affirming:
        marks.append("accuser unnamed")
    if answer.key in standing.translated:
        marks.append("translation")
    return Flags(affirming=_camp(affirming), denying=_camp(denying), answer=tuple(marks))


def _camp(claims: Sequence[Claim]) -> tuple[CampFlag, ...]:
    """The flags that every claim of the camp deserves; none for an empty camp."""
    weak: dict[CampFlag, bool] = {
        "hearsay": all(len(claim.relays) >= 2 for claim in claims),
        "hedged": all(claim.certainty in HEDGES for claim in claims),
        "presupposed": all(claim.manner == "presupposed" for claim in claims),
    }
    return tuple(flag for flag, fits in weak.items() if claims and fits)
