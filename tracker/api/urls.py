"""The addresses of the interface for programs. What stands below v1 stays."""

from django.urls import path, re_path

from tracker.api import docs, views

app_name = "api"

urlpatterns = [
    path("v1/incidents/", views.IncidentList.as_view(), name="incidents"),
    path("v1/incidents/<str:slug>/comparison", views.Comparison.as_view(), name="comparison"),
    path("v1/claims/<str:key>", views.OneClaim.as_view(), name="claim"),
    path("v1/schema/", docs.Schema.as_view(), name="schema"),
    path("v1/docs/", docs.docs, name="docs"),
    re_path(r"", views.NothingHere.as_view(), name="nothing"),
]
