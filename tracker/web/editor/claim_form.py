"""The form of a claim: what it is filled with, what it offers, and all that its page shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import json_script

from tracker.models import Claim, Snapshot, Source, User
from tracker.models.base import mint_key
from tracker.queries.captures import captures
from tracker.queries.choices import Choices, choices
from tracker.queries.review import said_of
from tracker.queries.second_thoughts import SecondThoughts, second_thoughts
from tracker.queries.workbench import Bench, bench
from tracker.web.editor import places
from tracker.web.editor.access import form_token
from tracker.web.editor.allowed import with_claim, with_new_claim
from tracker.web.editor.doubts import asked
from tracker.web.editor.fields import CLAIM, REASONS, RELAYS, SPEAKERS
from tracker.web.editor.filing import NEW, WHOLE, Faults
from tracker.web.editor.labels import FIELD, IN_LISTS, VOCABULARIES, parties
from tracker.web.editor.proposed import Suggested, suggested
from tracker.web.editor.sentence import patterns, sentence
from tracker.web.jinja import edtf, listed

TURNED: Final = {"affirms": "denies", "denies": "affirms"}


def empty(source: Source) -> dict[str, str]:
    """A form at its start: said on the day of publication, told by the publisher."""
    return dict.fromkeys(CLAIM, "") | {
        "said": source.published,
        "certainty": "certain",
        "act": "state",
        "manner": "indirect",
    }


def drafted(source: Source, payload: Mapping[str, Any]) -> dict[str, str]:
    """A form as a draft holds it; what the draft does not know is left out."""
    return empty(source) | {name: str(payload[name]) for name in CLAIM if name in payload}


def countered(source: Source, claim: Claim, others: Choices) -> dict[str, str]:
    """A form that answers a claim: the same question; on a yes-or-no question the polarity turned, else another
    answer, or the same one denied where there is no other. Speaker and words are open."""
    values = empty(source) | {"question": claim.question.key, "polarity": "affirms"}
    if claim.answer is None:
        return values
    if claim.question.kind == "yesno":
        return values | {"answer": claim.answer.key, "polarity": TURNED.get(claim.polarity, "affirms")}
    question = others.question(claim.question.key)
    rivals = [answer.key for answer in question.answers if answer.key != claim.answer.key] if question else []
    if claim.polarity == "affirms" and rivals:
        return values | {"answer": rivals[0]}
    return values | {"answer": claim.answer.key, "polarity": TURNED.get(claim.polarity, "affirms")}


def recorded(claim: Claim) -> dict[str, str]:
    """A form filled with a claim as it stands. Two queries, besides what the claim brought."""
    snapshot, excerpt = claim.excerpt.snapshot, claim.excerpt
    values = dict.fromkeys(CLAIM, "") | {
        "snapshot": snapshot.key,
        "words": places.joined(snapshot.text, excerpt.pieces),
        "pieces": places.for_browser(text=snapshot.text, pieces=excerpt.pieces),
        "core": snapshot.text[claim.core.lower : claim.core.upper] if claim.core else "",
        "gloss": excerpt.gloss,
        "gloss_language": excerpt.gloss_language,
        "speaker": claim.speaker.key,
        "cue": claim.cue,
        "question": claim.question.key,
        "answer": claim.answer.key if claim.answer else WHOLE,
        "polarity": claim.polarity,
        "said": claim.said,
        "said_note": claim.said_note,
        "certainty": claim.certainty,
        "act": claim.act,
        "manner": claim.manner,
        "conditional": "1" if claim.conditional else "",
        "coding_note": claim.coding_note,
        "retracts": claim.retracts.key if claim.retracts else "",
        "seen": str(claim.revision),
    }
    told = claim.relays.order_by("position").values_list("party__key", "cue")
    for name, (party, cue) in zip(RELAYS, told, strict=False):
        values |= {name: party, f"{name}_cue": cue}
    offered = claim.reasons.order_by("id").values_list("answer__key", "direction")
    for name, (answer, direction) in zip(REASONS, offered, strict=False):
        values |= {name: answer, f"{name}_direction": direction}
    return values


def page(
    request: HttpRequest,
    *,
    source: Source,
    snapshot: Snapshot,
    values: dict[str, str],
    faults: Faults,
    located: places.Located,
    draft: str = "",
    draft_seen: str = "",
    claim: Claim | None = None,
    more: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The workbench with this form: new, or of a `claim` to correct. Seventeen queries at most."""
    assert isinstance(request.user, User)
    offered = choices(viewer=request.user)
    on_bench = bench(viewer=request.user, source=source, snapshot=snapshot)
    question = offered.question(values["question"])
    found = suggested(
        source=source, snapshot=snapshot, pieces=located.pieces, core=values["core"].strip(), choices=offered
    )
    offers = tuple(offer for offer in found.offers if not offer.is_held(values))
    purpose = f"correct:{claim.key}" if claim else f"claim:{source.key}"
    context = {
        "here": "sources",
        "source": source,
        "snapshot": snapshot,
        "captures": captures(viewer=request.user, source=source),
        "bench": on_bench,
        "choices": offered,
        "party_options": parties(offered),
        "question": question,
        "values": values,
        "errors": faults.of,
        "stale": faults.stale,
        "located": located,
        "pieces": places.for_browser(text=snapshot.text, pieces=located.pieces),
        "suggested": Suggested(offers=offers, likely=found.likely),
        "readable": _readable(source, values, offered),
        "doubts": _doubts(request.user, snapshot, values, located, claim),
        "claim": claim,
        "allowed": with_claim(request.user, claim) if claim else with_new_claim(request.user),
        "said": said_of(claim=claim, viewer=request.user) if claim else (),
        "draft": draft or mint_key(),
        "draft_seen": request.POST.get("draft_seen", draft_seen),
        "is_draft": bool(draft),
        "purpose": purpose,
        "token": form_token(request.user),
        "data": _for_the_script(source, offered, on_bench, request.user, claim, found.likely),
        "NEW": NEW,
        "WHOLE": WHOLE,
        "SPEAKERS": SPEAKERS,
        "RELAYS": RELAYS,
        "REASONS": REASONS,
        "FIELD": FIELD,
        **VOCABULARIES,
        **(more or {}),
    }
    return render(request, "editor/workbench.html", context, status=status)


def _doubts(
    viewer: User, snapshot: Snapshot, values: Mapping[str, str], located: places.Located, claim: Claim | None
) -> SecondThoughts:
    """Second thoughts on what the form holds; none, and no query, on an empty one."""
    on = asked(values=values, pieces=located.pieces, but=claim.key if claim else "")
    if not (on.pieces or on.question):
        return SecondThoughts()
    return second_thoughts(viewer=viewer, snapshot=snapshot, asked=on)


def suggested_for(request: HttpRequest, *, source: Source, snapshot: Snapshot, marked: str, core: str) -> Suggested:
    """Proposals for places as the browser sent them. Four queries."""
    pieces = places.marked(text=snapshot.text, ranges=marked)
    offered = choices(viewer=request.user)
    return suggested(source=source, snapshot=snapshot, pieces=pieces, core=core.strip(), choices=offered)


def _readable(source: Source, values: dict[str, str], offered: Choices) -> tuple[tuple[str, bool], ...]:
    question = offered.question(values["question"])
    answers = {answer.key: answer.text for answer in question.answers} if question else {}
    known = {party.key: party for party in offered.parties}
    speakers = [
        values["party_name"] if values[name] == NEW else known[values[name]].name
        for name in SPEAKERS
        if values[name] == NEW or values[name] in known
    ]
    tellers = [known[values[name]].name for name in RELAYS if values[name] in known]
    new_answer = values["answer_text"] if NEW in (values["answer"], values["question"]) else ""
    return sentence(
        day=edtf(values["said"].strip()),
        speakers=speakers,
        joined=listed([name for name in speakers if name]),
        teller=tellers[-1] if tellers else source.publisher.name,
        values=values,
        answer=answers.get(values["answer"], new_answer),
        question=question.text if question else values["question_text"],
    )


def _recent(on_bench: Bench) -> list[str]:
    """The parties that speak on this source, the last one filed first."""
    return list(dict.fromkeys(claim.speaker_key for claim in reversed(on_bench.claims)))


def _for_the_script(
    source: Source,
    offered: Choices,
    on_bench: Bench,
    user: User,
    claim: Claim | None,
    likely: tuple[str, ...],
) -> str:
    """What workbench.js needs, as a block of data that never runs."""
    return json_script(
        {
            "user": user.username,
            "publisher": source.publisher.name,
            "publisherKey": source.publisher.key,
            "parties": {
                party.key: {"name": party.name, "monogram": party.monogram, "names": party.names}
                for party in offered.parties
            },
            "recent": _recent(on_bench),
            "likely": likely,
            "questions": {
                question.key: {
                    "text": question.text,
                    "kind": question.kind,
                    "answers": [[answer.key, answer.text] for answer in question.answers],
                }
                for question in offered.questions
            },
            "claims": {
                filed.key: {
                    "question": filed.question_key,
                    "kind": filed.kind,
                    "answer": filed.answer_key,
                    "polarity": filed.polarity,
                    "number": filed.number,
                }
                for filed in on_bench.claims
            },
            "words": {name: str(text) for name, text in IN_LISTS.items()},
            "correcting": claim.key if claim else "",
            "sentence": patterns(),
        },
        "bench-data",
    )
