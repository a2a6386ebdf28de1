"""Tables as the core takes them: rows of text, batch after batch.

Anything that gives an Arrow stream goes to the core as it is. CSV files and rows in Python become rows of text here;
text files are read by the standard library's csv.
"""

from __future__ import annotations

import csv
import datetime
import json
import math
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as AnyMapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from ._errors import InvalidValue

# One row: the line on which it begins (0 for none), its cells, and why it can't be read, where it can't.
Row = tuple[int, "list[str | None]", "str | None"]
# Columns and rows.
Table = tuple["list[str]", "Iterator[Row]"]

LONGEST_LINE = 1 << 24  # characters
ITEM_SEPARATOR = "\x1f"  # between the items of a list in one cell


def table(source: Any, mapping: str) -> Any:
    """What the core reads: an object with `__arrow_c_stream__`, or a Table."""
    if hasattr(source, "__arrow_c_stream__"):
        return source
    described = json.loads(mapping)
    if isinstance(source, (str, os.PathLike)):
        return _file_table(os.fspath(source), described.get("reading", {}))
    if isinstance(source, Iterable) and not isinstance(source, (bytes, bytearray, AnyMapping)):
        return _object_table(list(source), _key_columns(described))
    raise TypeError(
        "rows are a path to a CSV or TSV file, a list of dicts, or a table that gives an Arrow stream (pandas, polars, "
        f"pyarrow, DuckDB), not {type(source).__name__}"
    )


# Text files


def _lines(file: Any) -> Iterator[str]:
    """The lines, none of which fills the memory."""
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise csv.Error(
                f"a line is longer than {LONGEST_LINE:,} characters; is it a text file with this delimiter?"
            )
        yield line


def _file_table(path: str | bytes, reading: AnyMapping[str, Any]) -> Table:
    rows = _read_file(os.fsdecode(path), reading)
    columns = next(rows)[1]
    return [column or f"column {i}" for i, column in enumerate(columns, 1)], rows


def _read_file(path: str, reading: AnyMapping[str, Any]) -> Iterator[Row]:
    """The headings as a first row, then the rows."""
    encoding = reading.get("encoding", "utf-8")
    if encoding.lower().replace("_", "-") in ("utf-8", "utf8"):
        encoding = "utf-8-sig"  # a byte order mark is no part of the first heading
    quote = reading.get("quote", '"')
    headings = reading.get("headings")
    begins = 1
    try:
        with Path(path).open(encoding=encoding, newline="") as file:
            for _ in range(reading.get("skip_lines", 0)):
                next(_lines(file), None)
                begins += 1
            reader = csv.reader(
                _lines(file),
                delimiter=reading.get("delimiter", ","),
                quotechar=quote or None,
                quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
                escapechar=reading.get("escape") or None,
                strict=True,
            )
            skipped = begins - 1
            if headings is None:
                headings = next(reader, None)
                if headings is None:
                    raise InvalidValue(f"{path}: the file is empty, so there are no headings")
                begins = skipped + reader.line_num + 1
            yield 0, list(headings), None
            for cells in reader:
                if cells:
                    yield _row(begins, cells, len(headings), reading.get("ragged", False))
                begins = skipped + reader.line_num + 1
    except csv.Error as error:
        raise InvalidValue(f"{path}, line {begins:,}: {error}") from None
    except UnicodeError as error:
        raise InvalidValue(
            f"{path}, near line {begins:,}: {error}; say which 'encoding' the file has in the mapping's 'reading'"
        ) from None
    except LookupError as error:
        raise InvalidValue(f"{path}: {error}; 'encoding' in the mapping's 'reading' names it as Python does") from None


def _row(line: int, cells: list[str], width: int, ragged: bool) -> Row:
    if len(cells) == width or (ragged and len(cells) < width):
        return line, [*cells], None
    surplus = cells[width:]
    if ragged and not any(cell.strip() for cell in surplus):
        return line, [*cells[:width]], None
    much = "more" if surplus else "fewer"
    hint = "" if surplus else ": where that is no error, the mapping's 'reading' says 'ragged'"
    return line, [], f"it has {len(cells)} cells, {much} than the {width} headings{hint}"


# Rows in Python


def _key_columns(mapping: AnyMapping[str, Any]) -> set[str]:
    """The columns that are keys, for which numbers won't do."""
    columns = set(_list(mapping.get("key")))
    nominees = [credit.get("nominee", {}) for credit in mapping.get("credits", [])] + [mapping.get("work") or {}]
    while nominees:
        nominee = nominees.pop()
        columns |= set(_list(nominee.get("key")))
        nominees += [nominee["part_of"]] if isinstance(nominee.get("part_of"), dict) else []
    return columns


def _list(texts: Any) -> list[str]:
    return [texts] if isinstance(texts, str) else list(texts or ())


def _object_table(rows: list[Any], keys: set[str]) -> Table:
    columns: dict[str, None] = {}
    for number, row in enumerate(rows, 1):
        if not isinstance(row, AnyMapping):
            raise TypeError(f"row {number:,} is a {type(row).__name__}: each row is a dict of column and value")
        for column in row:
            if not isinstance(column, str):
                raise TypeError(f"row {number:,}: the column {column!r} is no text")
            columns[column] = None
    names = list(columns)

    def each() -> Iterator[Row]:
        for number, row in enumerate(rows, 1):
            try:
                cells = [_text(row.get(name), name in keys) for name in names]
            except (TypeError, ValueError) as error:
                bad = next(name for name in names if _fails(row.get(name), name in keys))
                if bad in keys:
                    raise InvalidValue(f"row {number:,}, column {bad!r}: {error}") from None
                yield 0, [], f"column {bad!r}: {error}"
            else:
                yield 0, cells, None

    return names, each()


def _fails(value: Any, key: bool) -> bool:
    try:
        _text(value, key)
    except (TypeError, ValueError):
        return True
    return False


def _text(value: Any, key: bool) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float, Decimal)):
        if key:
            raise TypeError(f"the key is the number {value!r}: numbers lose their zeros, so give keys as text")
        if isinstance(value, float):
            if math.isnan(value):
                return None
            if not math.isfinite(value):
                raise ValueError(f"{value!r} is no value")
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        return str(value)
    if isinstance(value, (Fraction, datetime.date)):
        return value.isoformat() if isinstance(value, datetime.date) else str(value)
    if isinstance(value, (list, tuple)):
        return ITEM_SEPARATOR.join(_text(item, key) or "" for item in value)
    if value != value:  # a missing value of NumPy or pandas
        return None
    if type(value).__module__ == "laurels":
        return str(value)
    raise TypeError(f"a {type(value).__name__} can't be a cell: give text")


# Progress


def progress_bar(wanted: Any) -> tuple[Callable[[int], None] | None, Callable[[], None]]:
    """What is called with the number of rows read, and what ends it."""
    if callable(wanted):
        return wanted, lambda: None
    if not wanted:
        return None, lambda: None
    try:
        from tqdm.auto import tqdm  # type: ignore[import-untyped,unused-ignore]
    except ImportError:
        return _plain_progress()
    bar = tqdm(unit=" rows", unit_scale=True)
    return lambda rows: bar.update(rows - bar.n), bar.close


def _plain_progress() -> tuple[Callable[[int], None], Callable[[], None]]:
    def show(rows: int) -> None:
        print(f"\r{rows:,} rows", end="", file=sys.stderr, flush=True)

    return show, lambda: print(file=sys.stderr)
