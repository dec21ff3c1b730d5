"""The addresses of the reader's pages, which stay."""

from django.urls import path, register_converter

from tracker.web.reader import letters, search, views


class Name:
    """A slug or a key as it stands in an address."""

    regex = r"[^/\x00]{1,200}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Name, "name")

app_name = "reader"

urlpatterns = [
    path("", views.home, name="home"),
    path("incidents/<name:slug>/", views.incident, name="incident"),
    path("incidents/<name:incident>/questions/<name:slug>/", views.question, name="question"),
    path("claims/<name:key>/", views.claim, name="claim"),
    path("sources/", views.sources, name="sources"),
    path("sources/<name:slug>/", views.source, name="source"),
    path("parties/", views.parties, name="parties"),
    path("parties/<name:slug>/", views.party, name="party"),
    path("search", search.search, name="search"),
    path("letters/", letters.letters, name="letters"),
    path("letters/new", letters.write, name="write"),
    path("letters/<name:code>/", letters.letter, name="letter"),
]
