"""The source of the house, read as syntax trees."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.databases import ROOT

LIMIT = 400


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def files(*rooms: str) -> list[Path]:
    """Python files below these folders of `tracker`; all of it when none is named."""
    found = [path for room in rooms or (".",) for path in (ROOT / "tracker" / room).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def place(path: Path, node: ast.AST | None = None) -> str:
    """Where to look, as editors understand it."""
    line = f":{node.lineno}" if isinstance(node, ast.expr | ast.stmt) else ""
    return f"{path.relative_to(ROOT)}{line}"


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


@cache
def imported_from_outside(layer: str) -> set[tuple[str, str]]:
    """(module, name) of everything that other folders than `layer` import from it."""
    found = set()
    for path in files():
        if path.relative_to(ROOT / "tracker").parts[0] != layer:
            for node in ast.walk(tree(path)):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"tracker.{layer}."):
                    found |= {(node.module or "", alias.name) for alias in node.names}
    return found


def public_functions(path: Path) -> Iterator[ast.FunctionDef]:
    """Functions that other modules may call. Methods belong to their class."""
    for node in tree(path).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node
