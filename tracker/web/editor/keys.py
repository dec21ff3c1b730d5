"""The keys of the workbench, as each person wants them."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.actions.set_letter_keys import set_letter_keys
from tracker.models import User
from tracker.web.editor.access import editors_only


@require_POST
@editors_only
def letter_keys(request: HttpRequest) -> HttpResponse:
    """Turn single letters on or off (`letters`), for this person on every device."""
    assert isinstance(request.user, User)
    asked = request.POST.get("letters")
    if asked not in ("on", "off"):
        raise BadRequest(_("Say whether single letters are keys: on or off."))
    on = asked == "on"
    set_letter_keys(by=request.user, on=on)
    return JsonResponse({"letters": on})
