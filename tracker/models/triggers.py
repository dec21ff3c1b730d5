"""Triggers that no session can switch off.

Any role may `SET pgtrigger.ignore` and so skip a stock django-pgtrigger trigger. Ours are rendered
from a template without that block, and run as the owner of the tables with a fixed search path, so
that the serving role needs no right on what they read or write. It may not execute their functions
either: hung on a table of its own, they would write for it what it may not write itself.
"""

from __future__ import annotations

from typing import Any

import pgtrigger
from pgtrigger import compiler

SEARCH_PATH = "pg_catalog, public, pg_temp"


class SealedTriggerSql(compiler.UpsertTriggerSql):
    """The SQL that installs one trigger. Migrations refer to it: never change the template, add a new one."""

    def get_template(self) -> str:
        return f"""
            CREATE OR REPLACE FUNCTION {{pgid}}()
            RETURNS TRIGGER AS $$
                {{declare}}
                BEGIN
                    {{func}}
                END;
            $$ LANGUAGE plpgsql SECURITY DEFINER SET search_path = {SEARCH_PATH};
            REVOKE ALL ON FUNCTION {{pgid}}() FROM PUBLIC;

            DROP TRIGGER IF EXISTS {{pgid}} ON {{table}};
            CREATE {{constraint}} TRIGGER {{pgid}}
                {{when}} {{operation}} ON {{table}}
                {{timing}}
                {{referencing}}
                FOR EACH {{level}} {{condition}}
                EXECUTE PROCEDURE {{execute}};

            COMMENT ON TRIGGER {{pgid}} ON {{table}} IS '{{hash}}';
        """


class SealedMixin:
    """Compiles a django-pgtrigger trigger through `SealedTriggerSql`."""

    def compile(self, model: Any) -> compiler.Trigger:
        compiled = super().compile(model)  # type: ignore[misc]
        kwargs = {name: value for name, value in compiled.sql.kwargs.items() if name != "ignore_func_name"}
        return compiler.Trigger(name=compiled.name, sql=SealedTriggerSql(**kwargs))


class Sealed(SealedMixin, pgtrigger.Trigger):
    """A plain trigger of ours."""


def refuse(constraint: str, message: str, *, errcode: str = "check_violation") -> str:
    """PL/pgSQL that raises under the name of a constraint; `message` is a sentence for people."""
    text = message.replace("'", "''")
    return f"RAISE EXCEPTION USING ERRCODE = '{errcode}', CONSTRAINT = '{constraint}', MESSAGE = '{text}';"


def refuse_when(condition: str, constraint: str, message: str) -> str:
    """PL/pgSQL that refuses the row when `condition` is true."""
    return f"IF {condition} THEN {refuse(constraint, message)} END IF;"


def never_emptied(constraint: str, message: str) -> Sealed:
    """Refuses TRUNCATE, which no trigger on rows sees."""
    return Sealed(
        name="never_emptied",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func=refuse(constraint, message),
    )


def guard(name: str, operation: Any, *steps: str, declare: list[tuple[str, str]] | None = None) -> Sealed:
    """A BEFORE ROW trigger that runs `steps` and lets the row pass if none refuses it."""
    return Sealed(
        name=name,
        when=pgtrigger.Before,
        operation=operation,
        declare=declare,
        func=" ".join([*steps, "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"]),
    )


def at_commit(name: str, operation: Any, *steps: str, declare: list[tuple[str, str]] | None = None) -> Sealed:
    """A constraint trigger that runs `steps` when the transaction commits."""
    return Sealed(
        name=name,
        when=pgtrigger.After,
        operation=operation,
        timing=pgtrigger.Deferred,
        declare=declare,
        func=" ".join([*steps, "RETURN NULL;"]),
    )
