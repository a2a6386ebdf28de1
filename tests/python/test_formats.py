"""Files of every format that there has been open, and hold what they held when they were written."""

from __future__ import annotations

import importlib.util
import json
import pathlib
import shutil
from types import ModuleType
from typing import Any

import laurels
import pytest

DATA = pathlib.Path(__file__).parent.parent / "data"
FILES = sorted(DATA.glob("format-*.laurels"))


def load_script() -> ModuleType:
    """The script that wrote the files, which also tells what one holds."""
    spec = importlib.util.spec_from_file_location("make_format_file", DATA / "make_format_file.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def same_parts(told: Any, expected: Any) -> Any:
    """What is told of the things that were expected, so that what later versions add makes no difference."""
    if isinstance(expected, dict):
        return {key: same_parts(told[key], value) for key, value in expected.items() if key in told}
    return told


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def old(request: pytest.FixtureRequest, tmp_path: pathlib.Path) -> tuple[pathlib.Path, dict[str, Any]]:
    """A copy of a file, and what was in it."""
    path = tmp_path / "old.laurels"
    shutil.copyfile(request.param, path)
    return path, json.loads(request.param.with_suffix(".json").read_text(encoding="utf-8"))


def test_there_are_files() -> None:
    """Without one the tests below would say nothing."""
    assert FILES
    assert all(path.with_suffix(".json").exists() for path in FILES)


def test_a_file_holds_what_it_held(old: tuple[pathlib.Path, dict[str, Any]]) -> None:
    """Each record with its fields and its history, and the checkpoint of then."""
    path, expected = old
    script = load_script()
    with laurels.open(path) as registry:
        told = script.told(registry)
        assert same_parts(told["records"], expected["records"]) == expected["records"]
        assert told["checkpoint"] == expected["checkpoint"]
        assert registry.verify(laurels.Checkpoint(expected["checkpoint"])).ok


def test_a_file_can_be_written_on(old: tuple[pathlib.Path, dict[str, Any]]) -> None:
    """What is added follows what was there."""
    path, expected = old
    kept = laurels.Checkpoint(expected["checkpoint"])
    with laurels.open(path, actor="tests") as registry:
        registry.add(laurels.Award("Written today"))
        assert registry.checkpoint().change == kept.change + 1
        assert registry.verify(kept).ok
