"""The append-only history behind every table that people edit.

Each write of a versioned table adds one row to its event table, by trigger, with the instant of the
transaction (`change`), who and why. A delete is a row too, one revision on. Nobody changes the history:
the serving role has no right to, and triggers refuse everyone else (redaction by the owner excepted).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pghistory
import pgtrigger
from django.db import models
from pghistory import trigger as history_trigger
from pghistory.models import Event as BaseEvent

from tracker.models.base import VISIBLE
from tracker.models.triggers import Sealed, SealedMixin, guard, never_emptied, refuse, refuse_when


class Event(BaseEvent):
    """A row version: what the row was from `pgh_created_at` on."""

    pgh_id = models.BigAutoField(primary_key=True)
    pgh_created_at = models.DateTimeField()

    class Meta:
        abstract = True


class HistoryTrigger(SealedMixin, history_trigger.Event):
    """Writes the event row; a delete counts as the next revision."""

    def get_func(self, model: Any) -> pgtrigger.Func:
        event_model = self.event_model
        tracked = {field.name for field in event_model.pgh_tracked_model._meta.fields}
        columns = {f.column: f'{self.row}."{f.column}"' for f in event_model._meta.fields if f.name in tracked}
        if self.label == "delete":
            columns["revision"] = 'OLD."revision" + 1'
        columns |= {
            "pgh_created_at": "made.at",
            "pgh_label": f"'{self.label}'",
            "pgh_obj_id": f'{self.row}."id"',
            "pgh_context": "jsonb_build_object('by', made.by_id, 'note', made.note)",
        }
        names = ", ".join(f'"{name}"' for name in columns)
        values = ", ".join(columns.values())
        missing = refuse("change_has_by", "A change of the record must say who makes it.")
        return pgtrigger.Func(
            f'INSERT INTO "{event_model._meta.db_table}" ({names}) SELECT {values} FROM tracker_change made'  # noqa: S608
            f" WHERE made.xid = pg_current_xact_id();"
            f" IF NOT FOUND THEN {missing} END IF; RETURN NULL;"
        )


class _Sealed(pghistory.RowEvent):
    def add_event_trigger(self, event_model: Any) -> None:
        pgtrigger.register(
            HistoryTrigger(
                event_model=event_model,
                label=self.label,
                name=self.trigger_name,
                row=self.row,
                operation=self.operation,
                condition=None,
                level=pgtrigger.Row,
            )
        )(event_model.pgh_tracked_model)


class Inserted(_Sealed, pghistory.InsertEvent):
    """The first version of a row."""


class Updated(_Sealed, pghistory.UpdateEvent):
    """A later version."""


class Deleted(_Sealed, pghistory.DeleteEvent):
    """The end of a row that was never public."""


REDACTING = (
    "pg_has_role(session_user, current_user, 'member')"
    " AND coalesce(current_setting('tracker.redacting', true), 'off') = 'on'"
)


def _append_only(redactable: Sequence[str]) -> list[Sealed]:
    rule, message = "history_is_append_only", "The history can only be added to."
    steps = [refuse(rule, message)]
    if redactable:
        taken = "ARRAY[" + ", ".join(f"'{name}'" for name in redactable) + "]"
        steps = [
            f"IF NOT ({REDACTING}) OR TG_OP = 'DELETE' THEN {steps[0]} END IF;",
            refuse_when(f"to_jsonb(NEW) - {taken} IS DISTINCT FROM to_jsonb(OLD) - {taken}", rule, message),
        ]
    return [
        guard("append_only", pgtrigger.Update | pgtrigger.Delete, *steps),
        never_emptied(rule, message),
    ]


def versioned(*, redactable: Sequence[str] = ()) -> Callable[[type[models.Model]], type[models.Model]]:
    """Class decorator: keep every version of the model's rows in `<Model>Event`.

    `redactable` names the columns that a redaction may take the text from.
    """

    def wrap(model: type[models.Model]) -> type[models.Model]:
        name = model.__name__.lower()
        # a query of the past comes in by a foreign key, which has its index already, or by one of these
        entries = [field.name for field in model._meta.fields if field.name in ("key", "slug")]
        return pghistory.track(
            Inserted(),
            Updated(),
            Deleted(),
            base_model=Event,
            obj_field=pghistory.ObjForeignKey(related_name="events", db_index=False),
            context_field=pghistory.ContextJSONField(null=False),
            context_id_field=None,
            append_only=False,
            model_name=f"{model.__name__}Event",
            meta={
                "triggers": _append_only(redactable),
                "constraints": [
                    models.UniqueConstraint(
                        fields=["pgh_obj", "revision"],
                        include=["pgh_created_at"],
                        name=f"{name}event_one_per_revision",
                    )
                ],
                "indexes": [models.Index(fields=[field], name=f"{name}event_by_{field}") for field in entries],
            },
        )(model)

    return wrap


def revision_guards(*, public: str) -> list[Sealed]:
    """The guards that every versioned table has.

    `public` is SQL over OLD that is true when the row is public: then a change must say why, and the row
    cannot be removed.
    """
    # without any change at all, the history's own trigger refuses the row
    missing_note = (
        f"EXISTS (SELECT FROM tracker_change made WHERE made.xid = pg_current_xact_id() AND made.note !~ '{VISIBLE}')"
    )
    removed = ("published_is_never_removed", "What was published is never removed, only withdrawn.")
    return [
        guard(
            "a_revision",
            pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            "IF TG_OP = 'INSERT' THEN",
            refuse_when("NEW.revision <> 1", "revision_is_next", "A new record starts at revision 1."),
            "ELSE",
            "IF TG_OP = 'UPDATE' THEN",
            refuse_when(
                "NEW.revision <> OLD.revision + 1",
                "revision_is_next",
                "Somebody changed this meanwhile: the revision must be the stored one plus one.",
            ),
            refuse_when(
                "NEW.id <> OLD.id OR NEW.key <> OLD.key",
                "key_is_immutable",
                "The key of a record never changes.",
            ),
            "ELSE",
            refuse_when(public, *removed),
            "END IF;",
            refuse_when(
                f"({public}) AND {missing_note}",
                "public_change_has_note",
                "A change of something public must say why.",
            ),
            "END IF;",
        ),
        never_emptied(*removed),
    ]


def publication_guard() -> Sealed:
    """Publishing cannot be undone or redated."""
    return guard(
        "b_publication",
        pgtrigger.Update,
        refuse_when(
            "OLD.published_at IS NOT NULL AND NEW.published_at IS DISTINCT FROM OLD.published_at",
            "published_at_is_final",
            "A publication cannot be undone; withdraw the claim instead.",
        ),
    )


def frozen_guard(
    *, fields: tuple[str, ...], rests: str, constraint: str, message: str, moved: Mapping[str, str] | None = None
) -> Sealed:
    """Refuse a change of `fields` once a published claim rests on the row (`rests`: a SELECT over OLD).

    `moved` names, for a field, the SQL of the one change that leaves its meaning as it was.
    """
    changed = " OR ".join(
        f"NEW.{name} IS DISTINCT FROM OLD.{name}" + (f" AND NOT ({moved[name]})" if moved and name in moved else "")
        for name in fields
    )
    return guard(
        "c_frozen",
        pgtrigger.Update,
        f"IF {changed} THEN",
        refuse_when(f"EXISTS ({rests})", constraint, message),
        "END IF;",
    )


def merged_guard(table: str) -> Sealed:
    """A row is merged into one that lives, and nothing was merged into it: the way to what lives is one step."""
    merged = f"EXISTS (SELECT FROM tracker_{table} t WHERE t.id = NEW.merged_into_id AND t.merged_into_id IS NOT NULL)"
    merging = f"EXISTS (SELECT FROM tracker_{table} t WHERE t.merged_into_id = NEW.id)"
    return guard(
        "e_merged",
        pgtrigger.Insert | pgtrigger.Update,
        refuse_when(
            f"NEW.merged_into_id IS NOT NULL AND (NEW.merged_into_id = NEW.id OR {merged} OR {merging})",
            f"{table}_merges_into_a_living_one",
            "This can be merged only into another that is not merged itself, once nothing is merged into it.",
        ),
    )


FROZEN = ("incident_is_frozen", "This incident is frozen: nothing of it changes until a steward opens it again.")


def freezing_guard(*incidents: str) -> Sealed:
    """Refuse every write of a row whose incident is frozen; `incidents` is SQL for its id over ROW."""

    def within(row: str) -> str:
        ids = ", ".join(each.replace("ROW", row) for each in incidents)
        return f"EXISTS (SELECT FROM tracker_incident i WHERE i.frozen AND i.id IN ({ids}))"

    return guard(
        "f_frozen_incident",
        pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        "IF TG_OP <> 'INSERT' THEN",
        refuse_when(within("OLD"), *FROZEN),
        "END IF;",
        "IF TG_OP <> 'DELETE' THEN",
        refuse_when(within("NEW"), *FROZEN),
        "END IF;",
    )
