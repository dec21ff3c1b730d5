"""Every address of the site."""

from django.urls import include, path

from tracker.web.health import healthz

urlpatterns = [
    path("healthz", healthz),
    path("api/", include("tracker.api.urls")),
]
