"""Every refusal of the database: the field that it is about, and the rule in a sentence.

A test asks the database for the names of its constraints and triggers and fails for one that is not here.
"""

# ruff: noqa: E501 - one rule a line

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as _

_AGAIN: Final = _("Somebody saved this meanwhile. Nothing is lost: compare the two versions, then save again.")
_TWICE: Final = _("Another record was given this name at the same moment. Save again.")
_UNKNOWN: Final = _("This is not in the record (any more). Choose another.")
_KNOWN: Final = _("Choose one of the values that are offered.")

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    # every versioned table
    "revision_is_next": ("", _AGAIN),
    "key_is_immutable": ("", _("The key of a record never changes.")),
    "change_has_by": ("", _("A change must say who makes it. Sign in again.")),
    "change_sees_what_is_committed": ("", _("The change could not be put in order with the others. Try again.")),
    "public_change_has_note": ("note", _("This is public: say in the note why you change it.")),
    "published_at_is_final": ("", _("A publication cannot be undone. Withdraw the claim instead.")),
    "published_is_never_removed": ("", _("What was published is never removed, only withdrawn.")),
    "history_is_append_only": ("", _("The history can only be added to.")),
    # claims
    "claim_answer_belongs_to_question": ("answer", _("This answer belongs to another question. Choose one of this question’s answers.")),
    "claim_position_has_an_answer": ("answer", _("Choose an answer: only a decline may be of the whole question.")),
    "claim_retract_has_an_answer": ("answer", _("Who takes a claim back takes back an answer: choose the answer of that claim.")),
    "claim_retracts_same_answer_and_polarity": ("retracts", _("A claim that takes another back has the same answer, affirmed or denied in the same way.")),
    "claim_retract_names_a_claim": ("retracts", _("The act “took back” names the claim that is taken back, and no other act names one.")),
    "claim_does_not_retract_itself": ("retracts", _("A claim cannot take itself back.")),
    "claim_decline_declines": ("polarity", _("“Declines to say” goes with the act “declined to say”, and that act with nothing else.")),
    "claim_decline_has_no_certainty": ("certainty", _("Who declines to say hedges nothing: leave the hedge unspecified.")),
    "claim_is_published_once": ("words", _("These words are published already as this speaker’s claim on this answer. Withdraw that claim, or file other words.")),
    "claim_withdrawn_was_published": ("", _("Only a published claim can be withdrawn.")),
    "claim_core_is_inside_its_excerpt": ("core", _("The words that carry the answer must stand inside the marked words.")),
    "claim_said_in_order": ("said", _("The day said ends before it begins.")),
    "claim_said_is_not_blank": ("said", _("Say when it was said.")),
    "claim_polarity_is_known": ("polarity", _KNOWN),
    "claim_certainty_is_known": ("certainty", _KNOWN),
    "claim_act_is_known": ("act", _KNOWN),
    "claim_manner_is_known": ("manner", _KNOWN),
    "claim_is_of_what_lives": ("", _("This party or question was merged into another. Choose that one.")),
    # working together
    "publication_has_four_eyes": ("", _("This incident asks for four eyes: somebody else than who wrote the claim publishes it. Propose it.")),
    "incident_is_frozen": ("", _("This incident is frozen: nothing of it changes until a steward opens it again. Keep your work as a draft.")),
    "party_merges_into_a_living_one": ("", _("A party is merged into one that is not merged itself, and only when nothing is merged into it.")),
    "question_merges_into_a_living_one": ("", _("A question is merged into one that is not merged itself, and only when nothing is merged into it.")),
    "comment_text_is_not_blank": ("text", _("Write the comment.")),
    "comment_kind_is_known": ("kind", _KNOWN),
    "watch_is_of_one_thing": ("", _("Watch an incident, a question or a party.")),
    "watch_stands_once": ("", _("You watch this already.")),
    "letter_text_is_not_blank": ("text", _("Write your letter.")),
    "letter_kind_is_known": ("kind", _KNOWN),
    "letter_outcome_is_known": ("outcome", _KNOWN),
    "letter_is_about_what_its_kind_says": ("kind", _("A mistake is in a claim, a source is for a question, a reply is a party’s.")),
    "letter_answer_says_who_and_when": ("answer", _("An answer says who gives it and when.")),
    "searchrow_kind_is_known": ("", _AGAIN),
    "searchrow_is_one_per_record": ("", _AGAIN),
    # captures under way
    "capture_origin_is_known": ("", _KNOWN),
    "capture_state_is_known": ("", _KNOWN),
    "carryover_outcome_is_known": ("", _KNOWN),
    "carryover_is_one_per_snapshot": ("", _("These words were looked for in this text already.")),
    "carryover_has_pieces_unless_gone": ("", _("Words that are not gone stand somewhere: mark where.")),
    "carryover_decision_says_who_and_when": ("", _("A decision says who makes it and when.")),
    "carryover_decision_is_final": ("", _("This was decided already. Correct the claim instead.")),
    "carryover_stays": ("", _("A proposal stays with its words and its text.")),
    # what belongs to a claim
    "relay_position_stands_once": ("relays", _("Two relays stand in the same place. Put one after the other.")),
    "relay_party_stands_once": ("relays", _("A party stands only once in the chain of who says who said.")),
    "relay_position_counts_from_one": ("relays", _("Relays are counted from one, the publisher’s side first.")),
    "relay_positions_have_no_gaps": ("relays", _("The relays of a claim count one, two, three, without a gap.")),
    "relay_changes_with_its_claim": ("relays", _("Relays change only with a revision of their claim.")),
    "relay_stays_with_its_claim": ("relays", _("A relay cannot move to another claim.")),
    "reason_stands_once": ("reasons", _("A claim is a reason for or against an answer only once.")),
    "reason_direction_is_known": ("reasons", _KNOWN),
    "reason_changes_with_its_claim": ("reasons", _("Reasons change only with a revision of their claim.")),
    "reason_stays_with_its_claim": ("reasons", _("A reason cannot move to another claim.")),
    # words
    "excerpt_is_verbatim": ("words", _("These words do not stand in that place of the text, character for character.")),
    "excerpt_has_pieces": ("words", _("Mark at least one word.")),
    "excerpt_pieces_are_apart": ("words", _("The pieces of an excerpt stand in the text’s order, with other words between them.")),
    "excerpt_pieces_are_one_per_snapshot": ("words", _("Somebody filed the same words at the same moment. Save again.")),
    "excerpt_pieces_never_change": ("words", _("The words of an excerpt never change. Mark other words.")),
    "excerpt_gloss_has_its_language": ("gloss", _("A translation and its language are given together.")),
    # sources
    "source_title_is_not_blank": ("title", _("Give the source’s title.")),
    "source_published_is_not_blank": ("published", _("Say when it was published.")),
    "source_published_in_order": ("published", _("The date of publication ends before it begins.")),
    "source_language_is_not_blank": ("language", _("Say in which language the text is.")),
    "source_slug_is_not_blank": ("title", _("The title needs a letter or a digit, for the address of its page.")),
    "source_extent_is_known": ("extent", _KNOWN),
    "source_is_no_translation_of_itself": ("translation_of", _("A source is no translation of itself.")),
    "snapshot_text_is_not_blank": ("text", _("Paste the text that was read.")),
    "snapshot_sha256_is_of_its_text": ("text", _("The hash is not that of the text.")),
    "snapshot_never_changes": ("text", _("A captured text never changes. Capture the source again.")),
    "snapshot_is_captured_whole": ("text", _("A text is captured whole, and taken down only afterwards.")),
    "redaction_takes_a_text": ("text", _("There is no text here to take down.")),
    "snapshot_original_has_a_media_type": ("text", _("An original file and its media type are kept together.")),
    "snapshot_redaction_has_a_ground": ("text", _("A text is taken down only on a ground, which stays.")),
    # what is disputed
    "incident_title_is_not_blank": ("incident_title", _("Give the incident a neutral title.")),
    "incident_slug_is_not_blank": ("incident_title", _("The title needs a letter or a digit, for the address of its page.")),
    "incident_occurred_is_not_blank": ("incident_occurred", _("Say when it occurred.")),
    "incident_occurred_in_order": ("incident_occurred", _("The incident ends before it begins.")),
    "side_stands_once": ("sides", _("A party is a side of an incident only once.")),
    "question_text_is_not_blank": ("question_text", _("Write the question.")),
    "question_slug_is_not_blank": ("question_text", _("The question needs a letter or a digit, for the address of its page.")),
    "question_slug_is_one_per_incident": ("question_text", _TWICE),
    "question_kind_is_known": ("question_kind", _KNOWN),
    "question_is_exclusive_by_kind": ("question_kind", _("The answers of a yes-or-no, quantity or time question always exclude one another.")),
    "question_unit_belongs_to_quantity": ("question_unit", _("A quantity question needs a unit, and no other question has one.")),
    "question_is_frozen": ("question_kind", _("Published claims rest on this question: its kind, unit and incident cannot change. Make a new question.")),
    "yesno_has_one_answer": ("answer_text", _("A yes-or-no question has exactly one answer, which is affirmed or denied.")),
    "answer_text_is_not_blank": ("answer_text", _("Write the answer.")),
    "answer_value_fits_question": ("answer_value", _("An answer’s value is a number on a quantity question, days on a time question, and nothing elsewhere.")),
    "answer_number_is_closed": ("answer_value", _("An answer’s number is a closed range that ends no earlier than it begins.")),
    "answer_days_are_not_empty": ("answer_value", _("An answer’s days end before they begin.")),
    "answer_is_frozen": ("answer_text", _("Published claims rest on this answer: whom it is laid to and its value cannot change. Make a new answer.")),
    "distinction_is_between_two": ("other", _("A distinction is between two questions.")),
    "distinction_stands_once": ("other", _("These two questions are told apart already.")),
    "distinction_note_is_not_blank": ("distinction_note", _("Say why these are two questions.")),
    # who speaks
    "party_name_is_not_blank": ("party_name", _("Give the party’s name.")),
    "party_slug_is_not_blank": ("party_name", _("The name needs a letter or a digit, for the address of its page.")),
    "party_monogram_is_not_blank": ("party_monogram", _("Give a monogram of one to four characters.")),
    "party_monogram_has_four_at_most": ("party_monogram", _("A monogram has four characters at most.")),
    "party_also_known_as_is_not_blank": ("party_also", _("One of the other names is blank.")),
    "party_kind_is_known": ("party_kind", _KNOWN),
    "party_kind_is_frozen": ("party_kind", _("Published claims rest on this party: its kind cannot change. Make a new party.")),
    "unnamed_speaks_for_nobody": ("speaks_for", _("An unnamed party cannot speak for anybody.")),
    "affiliation_during_is_not_empty": ("during", _("The affiliation ends before it begins.")),
    "affiliation_grounds_is_not_blank": ("grounds", _("Say on what grounds we know this.")),
    "affiliation_is_not_with_itself": ("organisation", _("A party does not belong to itself.")),
    "affiliation_speaks_for_one_at_a_time": ("organisation", _("A party speaks for one organisation at a time, and these days overlap.")),
    "user_role_is_known": ("role", _KNOWN),
    "user_digest_is_known": ("digest", _KNOWN),
}  # fmt: skip

# Names that Django gives: unique columns and plain foreign keys, by table and column.
UNIQUE_COLUMNS: Final[dict[str, tuple[str, str]]] = {
    "slug": ("", _TWICE),
    "key": ("", _TWICE),
    "code_hash": ("", _AGAIN),
    "username": ("username", _("This name is taken.")),
    "xid": ("", _AGAIN),
}
FOREIGN_KEY: Final[tuple[str, str]] = ("", _UNKNOWN)
# unique only to be named by composite foreign keys; they hold a primary key, so no row can break them
NEVER_BROKEN: Final = frozenset({"claim_and_answer_and_polarity", "answer_and_question"})
