"""The record in the database: tables, what each may hold, and who sees which row."""

from tracker.models.change import Change, instant, latest_instant
from tracker.models.claim import Claim, Reason, Relay
from tracker.models.draft import Draft
from tracker.models.incident import Answer, Distinction, Incident, Question, Side
from tracker.models.party import Affiliation, Party
from tracker.models.people import User
from tracker.models.source import Excerpt, Snapshot, Source

__all__ = [
    "Affiliation",
    "Answer",
    "Change",
    "Claim",
    "Distinction",
    "Draft",
    "Excerpt",
    "Incident",
    "Party",
    "Question",
    "Reason",
    "Relay",
    "Side",
    "Snapshot",
    "Source",
    "User",
    "instant",
    "latest_instant",
]
