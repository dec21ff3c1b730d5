"""The addresses of the editor's rooms."""

from django.urls import include, path

from tracker.web.editor import (
    capture,
    carried,
    claims,
    doubts,
    govern,
    history,
    keys,
    letters,
    people,
    review,
    undo,
    views,
    watching,
)

app_name = "editor"

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("sources/new", capture.capture, name="capture"),
    path("sources/<str:slug>/", views.workbench, name="workbench"),
    path("sources/<str:slug>/proposals", views.proposals, name="proposals"),
    path("sources/<str:slug>/doubts", doubts.doubts, name="doubts"),
    path("sources/<str:slug>/carried", carried.carryovers, name="carried"),
    path("claims/<str:key>/", claims.correct, name="correct"),
    path("claims/<str:key>/withdraw", claims.withdraw, name="withdraw"),
    path("claims/<str:key>/history", history.of_claim, name="history_of_claim"),
    path("history/<str:kind>/<str:key>", history.history, name="history"),
    path("keys/letters", keys.letter_keys, name="letter_keys"),
    path("letters/", letters.letters, name="post"),
    path("letters/<str:key>/", letters.letter, name="post_letter"),
    path("undo", undo.undo, name="undo"),
    path("watch", watching.set_watch, name="watch"),
    path("read", watching.read, name="read"),
    path("", include("tracker.web.editor.records_urls")),
    path("review/", review.queue, name="review"),
    path("review/<str:key>/", review.claim, name="review_claim"),
    path("comments/<str:key>/resolve", review.resolve, name="resolve"),
    path("govern/", govern.incidents, name="govern"),
    path("govern/<str:key>/", govern.incident, name="govern_incident"),
    path("people/", people.people, name="people"),
    path("people/<int:pk>/", people.person, name="person"),
    path("account/", people.account, name="account"),
    path("drafts", views.draft, name="draft"),
    path("drafts/<str:key>/discard", views.discard, name="discard"),
]
