"""Rows as tables of other packages, by way of the Arrow stream that queries give."""

from __future__ import annotations

import os
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import uuid4

from ._errors import FileError


class _Stream:
    """A stream that is at hand, for those who ask an object for it."""

    def __init__(self, capsule: Any) -> None:
        self._capsule = capsule

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self._capsule


def _package(name: str, needed_for: str, install: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise ImportError(f"{needed_for} needs {name}, which is not installed: pip install {install}") from None


def to_arrow(query: Any) -> Any:
    """A pyarrow.Table."""
    return _package("pyarrow", "to_arrow()", "'laurels[parquet]'").table(query)


def to_pandas(query: Any) -> Any:
    """A pandas.DataFrame."""
    _package("pandas", "to_pandas()", "pandas")
    return _package("pyarrow", "to_pandas()", "'laurels[parquet]'").table(query).to_pandas()


def to_polars(query: Any) -> Any:
    """A polars.DataFrame."""
    return _package("polars", "to_polars()", "polars").DataFrame(query)


def to_parquet(capsule: Any, file: Any) -> None:
    """Writes a stream to a path or a file of bytes."""
    table = _package("pyarrow", "to_parquet()", "'laurels[parquet]'").table(_Stream(capsule))
    parquet = import_module("pyarrow.parquet")
    if hasattr(file, "write"):
        parquet.write_table(table, file)
        return
    path = Path(os.fsdecode(os.fspath(file)))
    _check_replaceable(path)
    partial = path.with_name(f"{path.name}.{uuid4()}.partial")
    try:
        parquet.write_table(table, partial)
        partial.replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            partial.unlink()
        raise


def _check_replaceable(path: Path) -> None:
    if not path.is_file():
        return
    with path.open("rb") as there:
        if there.read(16) == b"SQLite format 3\0":
            raise FileError(
                f"'{path}' is a registry or another database, which an export does not replace", path=str(path)
            )
