"""What waits in an inbox, mailed to those who asked for it. Nothing else is ever mailed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from smtplib import SMTPException
from typing import Final

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate.contrib.django import app

from tracker.actions.digests import begin_digest
from tracker.domain import policy
from tracker.models import User
from tracker.queries.inbox import inbox

LOG: Final = logging.getLogger(__name__)

TELLS: Final[dict[str, Callable[[int], str]]] = {
    "came_back": lambda n: ngettext("%(n)s claim came back to you.", "%(n)s claims came back to you.", n),
    "waiting": lambda n: ngettext("%(n)s proposed claim waits.", "%(n)s proposed claims wait.", n),
    "letters": lambda n: ngettext("%(n)s letter waits for an answer.", "%(n)s letters wait for an answer.", n),
    "carried": lambda n: ngettext("%(n)s source was captured again.", "%(n)s sources were captured again.", n),
    "changed": lambda n: ngettext("%(n)s change by others.", "%(n)s changes by others.", n),
}
"""What a digest says of each box that it tells of, by the number of what stands in it."""


@app.periodic(cron="0 6 * * *")
@app.task(name="mail_digests", queue="upkeep", queueing_lock="mail_digests")
def mail_digests(timestamp: int) -> None:
    """Send the digests that are due. Where the site sends no mail, nothing happens.

    One that cannot be delivered is tried again the next day, and keeps no other from going out.
    """
    if not settings.EMAIL_HOST:
        return
    at = datetime.fromtimestamp(timestamp, UTC)
    for person in User.objects.filter(is_active=True).exclude(digest="never").exclude(email="").order_by("pk"):
        try:
            with transaction.atomic():
                mail_digest(to=person, at=at)
        except (SMTPException, OSError) as error:
            LOG.warning("The digest of account %s was not sent: %s", person.pk, error)


def mail_digest(*, to: User, at: datetime) -> bool:
    """Mail one inbox; whether there was anything to say and a digest was due. As many queries as the inbox needs,
    and one."""
    text = digest(to=to)
    if not text or not begin_digest(to=to, at=at):
        return False
    send_mail(_("What waits for you"), text, None, [to.email])
    return True


def digest(*, to: User) -> str:
    """What waits, in plain text; empty where nothing does, or the account may not enter the inbox."""
    if not policy.allowed(role=to.role, action="watch"):  # type: ignore[arg-type]
        return ""
    waits = [
        f"- {TELLS[box.name](len(box.holds)) % {'n': len(box.holds)}}"
        for box in inbox(viewer=to)
        if box.mailed and len(box.holds)
    ]
    if not waits:
        return ""
    return "\n".join(
        [
            _("In your inbox, %(name)s:") % {"name": to.username},
            "",
            *waits,
            "",
            settings.SITE_URL + reverse("editor:inbox"),
            "",
            _("You asked for this. To change or stop it:"),
            settings.SITE_URL + reverse("editor:account"),
            "",
        ]
    )
