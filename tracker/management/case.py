"""From a case file to the rows of the record: the file knows nothing of tables, nor the tables of files."""

from __future__ import annotations

from collections import defaultdict

from tracker.actions import case_rows as rows
from tracker.interop.casefile import CaseFile
from tracker.interop.caserows import AnswerRow, ClaimRow, SourceRow


def rows_of(*, case: CaseFile) -> rows.Case:
    """The case as rows of the record's tables. A party's address is its key, with hyphens; an incident's its key."""
    reasons: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for reason in case.reasons:
        reasons[reason.claim].append((reason.answer, reason.direction))
    return rows.Case(
        incidents=tuple(
            rows.IncidentRow(
                key=each.key,
                slug=each.key,
                title=each.title,
                summary=each.summary,
                occurred=each.occurred.text,
                occurred_start=each.occurred.days.start,
                occurred_end=each.occurred.days.end,
                place=each.place,
            )
            for each in case.incidents.values()
        ),
        sides=tuple(
            rows.SideRow(incident=each.key, party=party)
            for each in case.incidents.values()
            for party in dict.fromkeys(each.sides)
        ),
        parties=tuple(
            rows.PartyRow(
                key=each.key,
                slug=slug_of(key=each.key),
                name=each.name,
                monogram=each.monogram,
                kind=each.kind,
                also_known_as=each.also_known_as,
                country_code=each.country,
                wikidata=each.wikidata,
            )
            for each in case.parties.values()
        ),
        affiliations=tuple(
            rows.AffiliationRow(
                member=each.member,
                organisation=each.organisation,
                role=each.role,
                speaks_for=each.speaks_for,
                during=(each.start, each.end),
                grounds=each.grounds,
            )
            for each in case.affiliations
        ),
        sources=tuple(_source(each) for each in case.sources.values()),
        texts=tuple(
            rows.TextRow(source=each.key, text=each.content, captured_from=each.file) for each in case.sources.values()
        ),
        questions=tuple(
            rows.QuestionRow(
                key=each.key,
                incident=each.incident,
                slug=each.slug,
                text=each.text,
                kind=each.kind,
                exclusive=each.exclusive,
                unit=each.unit,
            )
            for each in case.questions.values()
        ),
        answers=tuple(
            _answer(question.key, question.kind, answer)
            for question in case.questions.values()
            for answer in question.answers
        ),
        distinctions=tuple(
            rows.DistinctionRow(question=each.question, other=each.other, note=each.note) for each in case.distinctions
        ),
        claims=tuple(_claim(each, tuple(reasons[each.key])) for each in case.claims.values()),
    )


def slug_of(*, key: str) -> str:
    """A key as an address: lower case, hyphens for underscores, none at the ends."""
    return key.lower().replace("_", "-").strip("-") or key.lower()


def _source(source: SourceRow) -> rows.SourceRow:
    return rows.SourceRow(
        key=source.key,
        slug=source.slug,
        title=source.title,
        publisher=source.publisher,
        author=source.author,
        published=source.published.text,
        published_start=source.published.days.start,
        published_end=source.published.days.end,
        url=source.url,
        language=source.language,
        rights=source.rights,
        extent=source.extent,
        translation_of=source.translation_of,
    )


def _answer(question: str, kind: str, answer: AnswerRow) -> rows.AnswerRow:
    return rows.AnswerRow(
        key=answer.key,
        question=question,
        text=answer.text,
        about=answer.about,
        number=answer.value if kind == "quantity" else None,
        days=answer.value if kind == "time" else None,
    )


def _claim(claim: ClaimRow, reasons: tuple[tuple[str, str], ...]) -> rows.ClaimRow:
    return rows.ClaimRow(
        key=claim.key,
        excerpt=rows.ExcerptRow(
            source=claim.source,
            pieces=tuple((piece.start, piece.end) for piece in claim.pieces),
            exact=tuple(piece.quote for piece in claim.pieces),
            gloss=claim.gloss,
            gloss_language=claim.gloss_language,
        ),
        core=claim.core,
        question=claim.question,
        answer=claim.answer,
        speaker=claim.speaker,
        polarity=claim.polarity,
        certainty=claim.certainty,
        act=claim.act,
        conditional=claim.conditional,
        manner=claim.manner,
        cue=claim.cue,
        said=claim.said.text,
        said_start=claim.said.days.start,
        said_end=claim.said.days.end,
        said_note=claim.said_note,
        coding_note=claim.coding_note,
        retracts=claim.retracts,
        relays=claim.relays,
        reasons=reasons,
    )
