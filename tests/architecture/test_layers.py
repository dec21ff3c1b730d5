"""Imports run one way. The contracts stand in pyproject.toml."""

import tomllib

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.databases import ROOT


def test_imports_run_one_way() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == EXIT_STATUS_SUCCESS


def test_the_contracts_name_every_layer() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert contracts[0]["layers"] == [
        "(web) | (api)",
        "(jobs)",
        "(ingest) | (interop)",
        "(actions)",
        "queries",
        "models",
        "domain",
    ]
    assert contracts[1]["forbidden_modules"] == ["django", "rest_framework", "psycopg"]
