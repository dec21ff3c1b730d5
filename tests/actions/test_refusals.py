"""Every refusal of the database has a sentence of ours and a field."""

import re

import pytest
from django.db import connection

from tracker.actions.refusals import sentence
from tracker.actions.sentences import NEVER_BROKEN, SENTENCES, UNIQUE_COLUMNS

pytestmark = pytest.mark.django_db

CONSTRAINTS = """
SELECT conname FROM pg_constraint WHERE contype IN ('c', 'x', 'u', 'f') AND connamespace = 'public'::regnamespace
AND conrelid::regclass::text LIKE 'tracker\\_%' AND conrelid::regclass::text NOT LIKE '%event'
"""
UNIQUE_INDEXES = """
SELECT i.indexrelid::regclass::text FROM pg_index i WHERE i.indisunique AND NOT i.indisprimary
AND i.indrelid::regclass::text LIKE 'tracker\\_%' AND i.indrelid::regclass::text NOT LIKE '%event'
"""
TRIGGERS = "SELECT prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosrc LIKE '%CONSTRAINT = %'"
NAMED = re.compile(r"CONSTRAINT = '([a-z0-9_]+)'")
ACCOUNTS = re.compile(r"^tracker_user_(groups|user_pe)")


def names_in_the_database() -> set[str]:
    with connection.cursor() as cursor:
        found: set[str] = set()
        for query in (CONSTRAINTS, UNIQUE_INDEXES):
            cursor.execute(query)
            found |= {name for (name,) in cursor.fetchall()}
        cursor.execute(TRIGGERS)
        for (source,) in cursor.fetchall():
            found |= set(NAMED.findall(source))
    return {name for name in found if not ACCOUNTS.match(name)}


def test_every_named_refusal_has_a_sentence() -> None:
    names = names_in_the_database()
    assert {"claim_is_published_once", "relay_positions_have_no_gaps", "tracker_party_slug_key"} <= names
    assert {name for name in names - NEVER_BROKEN if sentence(rule=name) is None} == set()


def test_every_sentence_is_of_a_refusal_that_exists() -> None:
    assert set(SENTENCES) - names_in_the_database() == set()


def test_sentences_are_sentences_for_people() -> None:
    for _field, words in [*SENTENCES.values(), *UNIQUE_COLUMNS.values()]:
        assert words[0].isupper() or words[0] == "“"
        assert words.endswith(".")
        assert "_" not in words
