"""The interface for programs: what readers see, as JSON. It only reads, and knows no account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.mediatypes import media_type_matches
from rest_framework.views import APIView

from tracker.api import present, serializers
from tracker.api.asked import MOST_PARTIES, Asked, refuse_long
from tracker.api.errors import nothing_here
from tracker.api.pagination import Newest
from tracker.domain.comparison import compare_question, comparison
from tracker.domain.results import QuestionResult
from tracker.queries.clock import Clocks
from tracker.queries.display import Display
from tracker.queries.incidents import incident_key, listed_incidents, sides_of
from tracker.queries.load import load_display
from tracker.queries.merged import merged_into_parties, merged_of_incident
from tracker.queries.one_claim import ClaimAddress, claim_address
from tracker.queries.record import load_record
from tracker.queries.revisions import claim_revisions

NOBODY: Final = None
"""The viewer: always one without an account, so that nothing but public data leaves here."""

SAID_BY = OpenApiParameter(
    "said_by", OpenApiTypes.DATE, description="Count claims said by the end of this day. Default: today."
)
KNOWN_BY = OpenApiParameter(
    "known_by",
    str,
    description="Read the record as it stood at this instant (a day means its end, UTC). Default: now.",
)
PARTIES = OpenApiParameter(
    "parties",
    str,
    description="Show the claims of these parties only: slugs with commas between, or repeated;"
    f" {MOST_PARTIES} at most. Statuses are computed from all claims all the same.",
)
CURSOR = OpenApiParameter("cursor", str, description="Where the page begins: next or previous of an answer has it.")


def answers(shape: Any, *, missing: bool = True) -> dict[Any, Any]:
    """The responses of an operation, for the schema."""
    told = {
        400: "Parameters that are not what they must be.",
        404: "Nothing is at this address.",
        406: "No JSON is accepted.",
        414: "The address is too long.",
    }
    if not missing:
        del told[404]
    problems = {
        (status, "application/problem+json"): OpenApiResponse(serializers.Problem, description)
        for status, description in told.items()
    }
    return {200: shape, **problems}


class OneMediaType(DefaultContentNegotiation):
    """JSON, if `Accept` allows it; the address has no say, and is not looked at."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        for accepted in self.get_accept_list(request):
            if media_type_matches("application/json", accepted):
                return renderers[0], renderers[0].media_type
        raise NotAcceptable


class ReadOnly(APIView):
    """GET, HEAD and OPTIONS, for everybody; a cookie changes nothing."""

    authentication_classes = ()
    content_negotiation_class = OneMediaType
    http_method_names = ["get", "head", "options"]

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # type: ignore[override]
        """Which methods there are, in `Allow`."""
        return Response(status=204)


class NothingHere(ReadOnly):
    """Every other address below /api/."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        refuse_long(request)
        raise nothing_here()


class IncidentList(ReadOnly):
    @extend_schema(
        operation_id="list_incidents",
        parameters=[SAID_BY, KNOWN_BY, CURSOR],
        responses=answers(serializers.Incidents, missing=False),
    )
    def get(self, request: Request) -> Response:
        """All incidents, the newest record first, fifty at a time. Links keep the clocks."""
        asked = Asked(request=request, allowed=("said_by", "known_by", "cursor"))
        asked.once("cursor")
        clocks = asked.clocks()
        paginator = Newest()
        rows: Any = listed_incidents(viewer=NOBODY, known_at=clocks.known_at)
        page: list[Any] = paginator.paginate_queryset(rows, request, view=self) or []
        sides = sides_of(incidents=[row["id"] for row in page], known_at=clocks.known_at)
        given = request.query_params.keys()
        return Response(
            {
                "next": paginator.get_next_link(),
                "previous": paginator.get_previous_link(),
                "results": [
                    present.incident(row, sides.get(row["id"], ()), clocks=clocks, given=given) for row in page
                ],
            }
        )


class Comparison(ReadOnly):
    @extend_schema(
        operation_id="compare",
        parameters=[SAID_BY, KNOWN_BY, PARTIES],
        responses=answers(serializers.Comparison),
    )
    def get(self, request: Request, slug: str) -> Response:
        """What every party says on every question of an incident, and what that adds up to."""
        asked = Asked(request=request, allowed=("said_by", "known_by", "parties"))
        slugs = asked.slugs("parties")
        clocks = asked.clocks()
        key = incident_key(slug=slug, viewer=NOBODY, known_at=clocks.known_at)
        if key is None:
            raise nothing_here("No incident has this address, at the clocks asked for")
        record = load_record(viewer=NOBODY, known_at=clocks.known_at, incidents=[key])
        display = load_display(record=record, viewer=NOBODY, known_at=clocks.known_at)
        gone = merged_into_parties(keys=list(display.parties), known_at=clocks.known_at)
        by_slug = {row.slug: row.into for row in gone} | {row.slug: row.key for row in display.parties.values()}
        chosen = asked.keys("parties", slugs, by_slug)
        results = comparison(record=record, said_by=clocks.said_by)
        given = request.query_params.keys()
        incident = display.incidents[key]
        return Response(
            {
                "said_by": clocks.said_by.isoformat(),
                "known_by": present.instant(clocks.known_at),
                "incident": present.incident_row(incident, clocks=clocks, given=given),
                "shown": [party for party in display.parties if party in chosen],
                "parties": {each: present.party(row) for each, row in display.parties.items()},
                "sources": {each: present.source(row) for each, row in display.sources.items()},
                "questions": _questions(display, results, chosen, incident.slug, clocks, given),
                "merged_parties": present.merged(gone),
                "merged_questions": present.merged(merged_of_incident(incident=key, known_at=clocks.known_at)),
            }
        )


def _questions(
    display: Display,
    results: Mapping[str, QuestionResult],
    chosen: frozenset[str],
    incident: str,
    clocks: Clocks,
    given: Any,
) -> list[present.Json]:
    return [
        present.question(
            question,
            results[key],
            [
                present.claim(display.claims[fate.claim.key], fate, display, clocks=clocks, given=given)
                for fate in results[key].fates.values()
                if not chosen or fate.principal in chosen or fate.claim.speaker in chosen
            ],
            page=present.address("reader:question", incident, question.slug, clocks=clocks, given=given),
        )
        for key, question in display.questions.items()
    ]


class OneClaim(ReadOnly):
    @extend_schema(
        operation_id="get_claim",
        parameters=[SAID_BY, KNOWN_BY],
        responses=answers(serializers.OneClaim),
    )
    def get(self, request: Request, key: str) -> Response:
        """One claim, with what became of it and its public revisions. A withdrawn one says so, and why."""
        clocks = Asked(request=request, allowed=("said_by", "known_by")).clocks()
        found = claim_address(key=key, known_at=clocks.known_at)
        if found is None:
            raise nothing_here("No claim has this key, at the clocks asked for")
        given = request.query_params.keys()
        revisions = claim_revisions(claim=found.id, known_at=clocks.known_at)
        note = next((each.note for each in revisions if each.withdrawn), "")
        withdrawn = None if found.withdrawn_at is None else {"at": present.instant(found.withdrawn_at), "note": note}
        said_yet, claim, source = (True, None, None) if withdrawn else _claim(key, found, clocks, given)
        return Response(
            {
                "said_by": clocks.said_by.isoformat(),
                "known_by": present.instant(clocks.known_at),
                "key": key,
                "page": present.address("reader:claim", key, clocks=clocks, given=given),
                "incident": found.incident,
                "question": found.question,
                "said_yet": said_yet,
                "withdrawn": withdrawn,
                "claim": claim,
                "source": source,
                "revisions": [present.revision(each) for each in revisions],
            }
        )


def _claim(
    key: str, found: ClaimAddress, clocks: Clocks, given: Any
) -> tuple[bool, present.Json | None, present.Json | None]:
    """Whether it was said by then, the claim, and its source."""
    record = load_record(viewer=NOBODY, known_at=clocks.known_at, incidents=[found.incident])
    if key not in record.claims:
        raise nothing_here("This claim does not count: its question is not public, or it takes back a withdrawn claim")
    display = load_display(record=record, viewer=NOBODY, known_at=clocks.known_at)
    row = display.claims[key]
    said_by = max(clocks.said_by, row.said_end)
    result = compare_question(record=record, question=row.question, said_by=said_by)
    claim = present.claim(row, result.fates[key], display, clocks=clocks, given=given)
    return said_by == clocks.said_by, claim, present.source(display.sources[claim["source"]])
