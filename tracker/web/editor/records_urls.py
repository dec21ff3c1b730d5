"""The addresses of records: incidents, questions, answers, parties, affiliations, sources."""

from django.urls import path

from tracker.web.editor import records_incidents, records_merging, records_parties, records_questions, records_sources

urlpatterns = [
    path("sources/", records_sources.sources, name="sources"),
    path("sources/<str:slug>/data", records_sources.source, name="source"),
    path("incidents/", records_incidents.incidents, name="incidents"),
    path("incidents/new", records_incidents.new_incident, name="new_incident"),
    path("incidents/<str:slug>/", records_incidents.incident, name="incident"),
    path("incidents/<str:slug>/order", records_incidents.order, name="order"),
    path("incidents/<str:slug>/sides", records_incidents.sides, name="sides"),
    path("incidents/<str:slug>/questions/new", records_questions.new_question, name="new_question"),
    path("questions/<str:key>/", records_questions.question, name="question"),
    path("questions/<str:key>/answers", records_questions.answers, name="answers"),
    path("questions/<str:key>/merge", records_merging.merge_question, name="merge_question"),
    path("questions/<str:key>/split", records_merging.split, name="split_question"),
    path("answers/<str:key>/", records_questions.answer, name="answer"),
    path("parties/", records_parties.parties, name="parties"),
    path("parties/new", records_parties.new_party, name="new_party"),
    path("parties/<str:slug>/", records_parties.party, name="party"),
    path("parties/<str:slug>/affiliations", records_parties.affiliate, name="affiliate"),
    path("parties/<str:slug>/merge", records_merging.merge_party, name="merge_party"),
    path("affiliations/<str:key>/", records_parties.affiliation, name="affiliation"),
    path("publish/<str:kind>/<str:key>", records_sources.publish, name="publish"),
]
