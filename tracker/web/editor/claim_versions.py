"""The form of a claim as it was filled at each revision, and what it reads, for two editors of one claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.models import Answer, Claim, Excerpt, Party, Question
from tracker.queries.history import events
from tracker.queries.told import Row, chain, parts, standing
from tracker.web.editor import places
from tracker.web.editor.conflict import Both, Field, Values
from tracker.web.editor.fields import ANSWERS, CLAIM, REASONS, RELAYS
from tracker.web.editor.filing import NEW, WHOLE
from tracker.web.editor.labels import FIELD, VOCABULARIES

_AS_WRITTEN: Final = ("cue", "polarity", "said", "said_note", "certainty", "act", "manner", "coding_note")
_WORDS: Final[Mapping[str, dict[str, Any]]] = {
    "polarity": dict(VOCABULARIES["polarities"]),
    "certainty": dict(VOCABULARIES["certainties"]),
    "act": dict(VOCABULARIES["acts"]),
    "manner": dict(VOCABULARIES["manners"]),
}
_NEW_QUESTION: Final = tuple(name for name in CLAIM if name.startswith(("question_", "incident_")))

FIELDS: Final = (
    Field(name="words", label=FIELD["words"], of=("words", "pieces", "place", "snapshot")),
    Field(name="core", label=FIELD["core"]),
    Field(name="gloss", label=gettext_lazy("Our translation of the words"), of=("gloss", "gloss_language")),
    Field(name="speaker", label=FIELD["speaker"]),
    Field(name="relays", label=FIELD["relays"], of=(*RELAYS, *(f"{relay}_cue" for relay in RELAYS))),
    Field(name="cue", label=FIELD["cue"]),
    # an answer belongs to its question: both are taken from one side
    Field(
        name="answer",
        label=gettext_lazy("Question and answer"),
        of=("question", "answer", *_NEW_QUESTION, *ANSWERS, "answer_about", "answer_low", "answer_high"),
    ),
    *(Field(name=name, label=FIELD[name]) for name in ("polarity", "certainty", "conditional", "act", "manner")),
    *(Field(name=name, label=FIELD[name]) for name in ("said", "said_note", "retracts")),
    Field(name="reasons", label=FIELD["reasons"], of=(*REASONS, *(f"{reason}_direction" for reason in REASONS))),
    Field(name="coding_note", label=FIELD["coding_note"]),
)


def both(claim: Claim) -> Both:
    """The claim for whoever saves it second."""
    address = reverse("editor:correct", args=[claim.key])
    return Both(
        kind="claim",
        row=claim,
        fields=FIELDS,
        at=lambda revision: filled(claim=claim, revision=revision),
        read=read,
        title=_("claim %(key)s") % {"key": claim.key},
        here=address,
        back=address,
        note=_("Why you correct it") if claim.published_at else _("Note for the history"),
        confirm=True,
    )


def filled(*, claim: Claim, revision: int) -> dict[str, str]:
    """The form as it shows the claim at this revision; at the first, where there is no such one. Eight queries."""
    rows = events(kind="claim", pk=claim.pk)
    row = next((row for row in rows if row["revision"] == revision), rows[0])
    told = standing(rows=parts(model="RelayEvent", claim=claim.pk), at=row["pgh_created_at"])
    given = standing(rows=parts(model="ReasonEvent", claim=claim.pk), at=row["pgh_created_at"])
    parties = dict(
        Party.objects.filter(pk__in={row["speaker_id"], *(each["party_id"] for each in told)}).values_list("pk", "key")
    )
    answers = dict(
        Answer.objects.filter(
            pk__in={each["answer_id"] for each in (row, *given) if each["answer_id"] is not None}
        ).values_list("pk", "key")
    )
    values = dict.fromkeys(CLAIM, "") | {name: row[name] for name in _AS_WRITTEN}
    values |= _words(row)
    values |= {
        "speaker": parties[row["speaker_id"]],
        "question": Question.objects.values_list("key", flat=True).get(pk=row["question_id"]),
        "answer": answers.get(row["answer_id"], WHOLE),
        "conditional": "1" if row["conditional"] else "",
        "seen": str(revision),
    }
    if row["retracts_id"]:
        values["retracts"] = Claim.objects.values_list("key", flat=True).get(pk=row["retracts_id"])
    for name, relay in zip(RELAYS, sorted(told, key=lambda relay: relay["position"]), strict=False):
        values |= {name: parties[relay["party_id"]], f"{name}_cue": relay["cue"]}
    for name, reason in zip(REASONS, sorted(given, key=lambda reason: reason["pgh_obj_id"]), strict=False):
        values |= {name: answers[reason["answer_id"]], f"{name}_direction": reason["direction"]}
    return values


def _words(row: Row) -> dict[str, str]:
    """The words of a revision in the text on which they stood, with their translation as it was then."""
    excerpt = Excerpt.objects.select_related("snapshot").get(pk=row["excerpt_id"])
    snapshot = excerpt.snapshot
    glosses = [
        each for each in events(kind="excerpt", pk=excerpt.pk) if each["pgh_created_at"] <= row["pgh_created_at"]
    ]
    core = row["core"]
    return {
        "snapshot": snapshot.key,
        "words": places.joined(snapshot.text, excerpt.pieces),
        "pieces": places.for_browser(text=snapshot.text, pieces=excerpt.pieces),
        "core": snapshot.text[core.lower : core.upper] if core else "",
        "gloss": glosses[-1]["gloss"],
        "gloss_language": glosses[-1]["gloss_language"],
    }


def read(versions: Sequence[Values], fields: Sequence[Field]) -> list[dict[str, str]]:
    """What each field of these forms says, with names instead of keys. Three queries."""
    parties = _named(Party, "name", versions, ("speaker", *RELAYS))
    questions = _named(Question, "text", versions, ("question",))
    answers = _named(Answer, "text", versions, ("answer", *REASONS))
    texts = []
    for values in versions:
        question = questions.get(values["question"], values["question_text"])
        answer = answers.get(values["answer"], values["answer_text"])
        said = {name: values[name].strip() for name in (*_AS_WRITTEN, "core", "retracts")}
        said |= {name: str(_WORDS[name].get(said[name], said[name])) for name in _WORDS}
        told = (
            (parties.get(values[each], values["party_name"]), values[f"{each}_cue"]) for each in RELAYS if values[each]
        )
        texts.append(
            said
            | {
                "words": " ".join(values["words"].split()),
                "gloss": " ".join(filter(None, (values["gloss"].strip(), values["gloss_language"].strip()))),
                "speaker": parties.get(values["speaker"], values["party_name"]),
                "relays": chain(relays=told),
                "answer": f"{question} {answer}".strip(),
                "conditional": _("under an “if”") if values["conditional"] else "",
                "reasons": "; ".join(
                    f"{values[f'{each}_direction'] or 'supports'}: {answers.get(values[each], '')}"
                    for each in REASONS
                    if values[each]
                ),
            }
        )
    _tell_places_apart(versions, texts)
    return texts


def _tell_places_apart(versions: Sequence[Values], texts: list[dict[str, str]]) -> None:
    """The same words in two places of the text are two excerpts."""
    places_of: dict[str, set[str]] = {}
    for values, text in zip(versions, texts, strict=True):
        places_of.setdefault(text["words"], set()).add(values["pieces"])
    for values, text in zip(versions, texts, strict=True):
        if len(places_of[text["words"]] - {""}) > 1:
            text["words"] += f" ({values['pieces']})"


def _named(model: Any, shown: str, versions: Sequence[Values], names: Sequence[str]) -> dict[str, str]:
    keys = {values[name] for values in versions for name in names} - {"", NEW, WHOLE}
    return dict(model.objects.filter(key__in=keys).values_list("key", shown)) if keys else {}
