"""What a phone or browser needs to know to keep the site like an app, and to share pages to it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """The web app manifest; what is shared arrives at the capture form, as `title`, `text` and `url`."""
    icons = [
        {"src": static(f"icons/app-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    return JsonResponse(
        {
            "id": "/",
            "name": "Counterclaim",
            "short_name": "Counterclaim",
            "description": _("Who claims what about an incident, in the words of a source."),
            "start_url": reverse("reader:home"),
            "scope": "/",
            "display": "minimal-ui",
            "background_color": "#faf9f7",
            "theme_color": "#faf9f7",
            "icons": icons,
            "share_target": {
                "action": reverse("editor:capture"),
                "method": "GET",
                "enctype": "application/x-www-form-urlencoded",
                "params": {"title": "title", "text": "text", "url": "url"},
            },
        },
        content_type="application/manifest+json",
    )
