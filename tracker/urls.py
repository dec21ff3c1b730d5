"""Every address of the site."""

from django.urls import include, path

from tracker.web.health import healthz
from tracker.web.manifest import manifest

urlpatterns = [
    path("healthz", healthz),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("accounts/", include("tracker.web.editor.sign_in")),
    path("edit/", include("tracker.web.editor.urls")),
    path("api/", include("tracker.api.urls")),
    path("", include("tracker.web.reader.urls")),
]

handler400 = "tracker.web.reader.errors.bad_request"
handler403 = "tracker.web.reader.errors.forbidden"
handler404 = "tracker.web.reader.errors.not_found"
handler500 = "tracker.web.reader.errors.broken"
