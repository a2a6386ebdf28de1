"""What the tests of recipes share: the data, which lie beside the checkout, and bringing them in."""

from __future__ import annotations

import importlib.util
import os
import pathlib
from types import ModuleType
from typing import Any

import laurels
import pytest

ROOT = pathlib.Path(__file__).parent.parent.parent
RECIPES = ROOT / "examples" / "recipes"


def data(name: str) -> pathlib.Path:
    """A file or folder of the data sets; skips the test where they are not at hand."""
    shared = os.environ.get("LAURELS_SHARED")
    path = (pathlib.Path(shared) if shared else ROOT.parent / "shared") / "data" / name
    if not path.exists():
        pytest.skip("the data are not at hand: set LAURELS_SHARED to the folder that has them")
    return path


def rows() -> ModuleType:
    """The functions that make rows of sources that are no tables."""
    spec = importlib.util.spec_from_file_location("rows_b", RECIPES / "rows_b.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def bring(registry: laurels.Registry, recipe: str, source: Any) -> laurels.ImportReport:
    """Imports by a recipe, whose JSON form is read back as the same, and every row of which is taken."""
    mapping = laurels.Mapping.read(RECIPES / f"{recipe}.json")
    assert laurels.Mapping(mapping.to_json()) == mapping
    report = registry.import_table(source, mapping)
    assert not report.refused
    assert not report.vanished
    assert not report.remarks
    assert report.claims == 0
    return report


def assert_again(registry: laurels.Registry, recipe: str, source: Any) -> None:
    """The same once more writes nothing."""
    again = bring(registry, recipe, source)
    assert again.change == 0
    assert all(tally.added == tally.revised == 0 for tally in again.kinds.values())


def added(report: laurels.ImportReport) -> dict[str, int]:
    """How many records of each kind were added."""
    return {kind: tally.added for kind, tally in report.kinds.items() if tally.added}
