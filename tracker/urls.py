"""Every address of the site."""

from django.urls import path

from tracker.web.health import healthz

urlpatterns = [
    path("healthz", healthz),
]
