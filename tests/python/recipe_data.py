"""What the tests of recipes have in common: the award histories, the recipes, and what holds of each import.

The data lie in ../shared/data beside the checkout, or in the folder that LAURELS_SHARED names; tests are skipped
without them.
"""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path
from typing import Any

import laurels
import pytest

ROOT = Path(__file__).resolve().parents[2]
RECIPES = ROOT / "examples" / "recipes"
DATA = Path(os.environ.get("LAURELS_SHARED") or ROOT.parent / "shared") / "data"


def data(*parts: str) -> Path:
    """A file of the award histories."""
    path = DATA.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"no {path}; LAURELS_SHARED names the folder")
    return path


def data_json(*parts: str) -> Any:
    return json.loads(data(*parts).read_text(encoding="utf-8"))


def rows() -> Any:
    """examples/recipes/rows.py."""
    spec = importlib.util.spec_from_file_location("rows", RECIPES / "rows.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def bring(registry: laurels.Registry, recipe: str, source: Any) -> laurels.ImportReport:
    """Imports by a recipe: no row is refused, and the same again writes nothing."""
    mapping = laurels.Mapping.read(RECIPES / f"{recipe}.json")
    assert laurels.Mapping(mapping.to_json()) == mapping
    source = source if isinstance(source, Path) else list(source)
    report = registry.import_table(source, mapping)
    assert list(report.refused) == []
    assert report.change > 0
    again = registry.import_table(source, mapping)
    assert again.change == 0, again
    assert again.rows == report.rows
    assert (list(again.refused), list(again.vanished)) == ([], [])
    return report


def assert_again(registry: laurels.Registry, recipe: str, source: Any, remarks: int = 0) -> None:
    """The same once more writes nothing, and has no more to remark on than there is."""
    again = registry.import_table(source, laurels.Mapping.read(RECIPES / f"{recipe}.json"))
    assert again.change == 0
    assert (list(again.refused), len(again.remarks), again.claims) == ([], remarks, 0)
    assert all(tally.added == tally.revised == 0 for tally in again.kinds.values())


def added(report: laurels.ImportReport) -> dict[str, int]:
    """How many records of each kind were added."""
    return {kind: tally.added for kind, tally in report.kinds.items() if tally.added}
