"""The rules of docs/architecture.md that a machine can check. Each failure names the places to mend."""

import ast

from tests.architecture.source import LIMIT, calls, files, imported_from_outside, place, public_functions, tree
from tests.databases import ROOT

WRITERS = {"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
CLOCKS = {("timezone", "now"), ("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("time", "time")}


def test_no_file_hides_a_second_idea() -> None:
    ours = files() + sorted((ROOT / "tests").rglob("*.py"))
    long = {place(path): lines for path in ours if (lines := len(path.read_text().splitlines())) > LIMIT}
    assert long == {}


def test_no_module_is_called_utils() -> None:
    vague = {"utils", "util", "helpers", "helper", "misc", "common"}
    assert [place(path) for path in files() if path.stem in vague] == []


def test_what_other_layers_call_takes_its_arguments_by_name() -> None:
    by_position = [
        place(path, function)
        for layer in ("queries", "actions")
        for path in files(layer)
        for function in public_functions(path)
        if (f"tracker.{layer}.{path.stem}", function.name) in imported_from_outside(layer)
        and (function.args.args or function.args.posonlyargs or function.args.vararg)
    ]
    assert by_position == []


def test_functions_of_rules_reads_and_writes_say_what_they_promise() -> None:
    silent = [
        place(path, function)
        for path in files("domain", "queries", "actions")
        for function in public_functions(path)
        if not ast.get_docstring(function)
    ]
    assert silent == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [place(path) for path in files() if path.read_text().strip() and not ast.get_docstring(tree(path))]
    assert silent == []


def test_only_actions_write() -> None:
    writes = [
        place(path, call)
        for path in files("domain", "queries", "ingest", "interop", "jobs", "web", "api")
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr in WRITERS
    ]
    assert writes == []


def test_nothing_below_the_web_reads_a_clock() -> None:
    clocks = [
        place(path, call)
        for path in files("domain", "models", "queries", "actions", "interop")
        for call in calls(path)
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and (call.func.value.id, call.func.attr) in CLOCKS
    ]
    assert clocks == []


def test_a_revision_is_written_as_the_one_seen_plus_one() -> None:
    """`F("revision") + 1` passes blindly, and `filter(revision=…).update(…)` returns 0 in silence."""
    blind = []
    for path in files():
        for call in calls(path):
            name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
            if name == "F" and [getattr(each, "value", None) for each in call.args] == ["revision"]:
                blind.append(place(path, call))
            inner = call.func.value if isinstance(call.func, ast.Attribute) else None
            if name == "update" and isinstance(inner, ast.Call) and "revision" in [key.arg for key in inner.keywords]:
                blind.append(place(path, call))
    assert blind == []
