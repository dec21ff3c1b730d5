"""Readers write in, and editors answer. Letters are no part of the record: they take no instant of it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.db import Error, connection, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from tracker.actions.refusals import Refused, refusal_of
from tracker.domain import policy
from tracker.domain.text import BadText, refuse_bad_text
from tracker.models import Claim, Letter, Party, Question, User
from tracker.models.base import ALPHABET
from tracker.models.people import role_of

Subject = Claim | Question | Party

LONGEST: Final = 5_000
"""Characters of a letter, and of its answer."""

FROM_ONE_SENDER: Final = 5
WITHIN: Final = 60 * 60
"""So many letters from one network address, in so many seconds."""

OPEN_ON_ONE: Final = 20
OPEN: Final = 2_000
"""Letters that may wait for an answer: on one claim, question or party, and in all."""

_KINDS: Final = {Claim: ("mistake", "claim"), Question: ("source", "question"), Party: ("reply", "party")}


def send_letter(*, about: Subject, text: str, address: str, signed: str, sender: str) -> str:
    """Keep a reader's letter about something public; gives the code with which its answer is found.

    A letter about a claim tells of a mistake, about a question names a source by `address`, about a party is its
    reply. `sender` is a network address: it is counted, as a keyed hash, for an hour, and never kept with the
    letter. Refused: more letters than one sender, or one subject, may send; no text; a text too long or not
    storable; an address that is none, or none where a source is named. Nine queries.
    """
    kind, subject = _KINDS[type(about)]
    _check("text", text)
    _check("signed", signed, 200)
    _check("address", address, 2_000)
    if address and (urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname):
        raise Refused(
            rule="letter_address_is_of_the_web",
            message=_("Give an address that begins with http:// or https://."),
            field="address",
        )
    if kind == "source" and not address:
        raise Refused(
            rule="letter_names_its_source", message=_("Say where the source is to be found."), field="address"
        )
    code = "".join(secrets.choice(ALPHABET) for _each in range(20))
    try:
        with transaction.atomic():
            _count(sender)
            waiting = Letter.objects.filter(outcome="open")
            if waiting.filter(**{subject: about}).count() >= OPEN_ON_ONE or waiting.count() >= OPEN:
                raise Refused(
                    rule="letters_are_not_too_many",
                    message=_("Too many letters wait for an answer. Please come back in some days."),
                )
            Letter.objects.create(
                kind=kind,
                **{subject: about},
                text=text.strip(),
                address=address,
                signed=signed.strip(),
                code_hash=_hash(code),
                received_at=Now(),
            )
    except Error as error:
        raise refusal_of(error) from error
    return code


def letter_of(*, code: str) -> Letter | None:
    """The letter that was sent under this code, for its sender. One query."""
    return Letter.objects.select_related("claim", "question__incident", "party").filter(code_hash=_hash(code)).first()


def answer_letter(*, by: User, letter: Letter, outcome: str, answer: str) -> Letter:
    """Answer a letter that waits: *mended*, *declined* or *spam*. The sender reads the answer under the code.

    Refused: an account that may not; a letter that a colleague answered meanwhile; no answer, except to spam;
    a text too long or not storable. Two queries.
    """
    if not policy.allowed(role=cast(policy.Role, role_of(by)), action="answer_letter"):
        raise Refused(rule="not_allowed", message=_("Your account may not do this. Nothing was changed."))
    if outcome not in ("mended", "declined", "spam"):
        raise Refused(rule="letter_outcome_is_known", message=_("Say what became of it."), field="outcome")
    if outcome != "spam":
        _check("answer", answer)
        if not answer.strip():
            raise Refused(
                rule="letter_is_answered_in_words", message=_("Write what the sender is to read."), field="answer"
            )
    answered = Letter.objects.filter(pk=letter.pk, outcome="open").update(
        outcome=outcome, answer="" if outcome == "spam" else answer.strip(), answered_at=Now(), answered_by=by
    )
    if not answered:
        raise Refused(
            rule="letter_is_answered_once",
            message=_("A colleague answered this letter meanwhile. Nothing was changed."),
        )
    letter.refresh_from_db()
    return letter


def _check(field: str, text: str, longest: int = LONGEST) -> None:
    try:
        refuse_bad_text(text=text)
    except BadText as bad:
        raise Refused(rule="text_is_storable", message=str(bad), field=field) from None
    if len(text) > longest:
        raise Refused(
            rule="letter_is_not_too_long",
            message=_("This has %(given)s characters; %(most)s are the most.") % {"given": len(text), "most": longest},
            field=field,
        )


def _count(sender: str) -> None:
    """Count a letter of this sender, one after the other, so that the limit is exact across processes."""
    key = hmac.new(settings.SECRET_KEY.encode(), f"letter from {sender}".encode(), hashlib.sha256).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
    sent = cache.get(f"letters:{key}", 0)
    if sent >= FROM_ONE_SENDER:
        raise Refused(
            rule="letters_come_slowly",
            message=_("Five letters an hour are the most from one place. Please come back later."),
        )
    cache.set(f"letters:{key}", sent + 1, WITHIN)


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
