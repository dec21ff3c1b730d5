"""The record in the database: tables, what each may hold, and who sees which row."""

from tracker.models.capture import Capture, Carryover, Shingles
from tracker.models.change import Change, instant, latest_instant
from tracker.models.claim import Claim, Reason, Relay
from tracker.models.draft import Draft
from tracker.models.incident import Answer, Distinction, Incident, Question, Side
from tracker.models.party import Affiliation, Party
from tracker.models.people import User
from tracker.models.search import SearchRow
from tracker.models.source import Excerpt, Snapshot, Source
from tracker.models.together import Comment, Letter, Step, Watch

__all__ = [
    "Affiliation",
    "Answer",
    "Capture",
    "Carryover",
    "Change",
    "Claim",
    "Comment",
    "Distinction",
    "Draft",
    "Excerpt",
    "Incident",
    "Letter",
    "Party",
    "Question",
    "Reason",
    "Relay",
    "SearchRow",
    "Shingles",
    "Side",
    "Snapshot",
    "Source",
    "Step",
    "User",
    "Watch",
    "instant",
    "latest_instant",
]
