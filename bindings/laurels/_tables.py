"""Tables as the core takes them: rows of text, batch after batch.

Anything that gives an Arrow stream goes to the core as it is. CSV files and rows in Python become rows of text here;
text files are read by the standard library's csv.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import math
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as AnyMapping
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from itertools import chain, islice
from pathlib import Path
from typing import Any

from ._errors import FileError, InvalidValue, MissingFile

# One row: the line on which it begins (0 for none), its cells, and where it can't be read, in which column ("" for the
# whole row) and why.
Row = tuple[int, "list[str | None]", "tuple[str, str] | None"]
# Columns and rows.
Table = tuple["list[str]", "Iterator[Row]"]

LONGEST_LINE = 1 << 24  # characters
ITEM_SEPARATOR = "\x1f"  # between the items of a list in one cell
SPACES = " \t\n\v\f\r\xa0"  # what the core takes off around headings and cells
DELIMITERS = ",;\t|"  # those that are looked for
SAMPLE_ROWS = 50
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how those of today begin (.xlsx, .ods), and older ones (.xls)


def table(source: Any, mapping: str) -> Any:
    """What the core reads: an object with `__arrow_c_stream__`, or a Table."""
    if hasattr(source, "__arrow_c_stream__"):
        return source
    described = json.loads(mapping)
    if isinstance(source, (str, os.PathLike)):
        return _file_table(os.fspath(source), described.get("reading", {}), "the mapping's 'reading'")
    if isinstance(source, Iterable) and not isinstance(source, (bytes, bytearray, AnyMapping)):
        ignored = {_heading(column) for column in _list(described.get("ignore"))}
        return _object_table(list(source), _key_columns(described), ignored)
    raise TypeError(
        "rows are a path to a CSV or TSV file, a list of dicts, or a table that gives an Arrow stream (pandas, polars, "
        f"pyarrow, DuckDB), not {type(source).__name__}"
    )


def sample(source: Any, mapping: str, says_delimiter: bool) -> tuple[Any, str]:
    """What table() gives, for a proposal, and the delimiter: that of the mapping, or the one that was found."""
    reading = json.loads(mapping).get("reading", {})
    delimiter = reading.get("delimiter", ",")
    if not isinstance(source, (str, os.PathLike)):
        return table(source, mapping), delimiter
    path = os.fspath(source)
    where = "reading= of suggest()"
    if not says_delimiter:
        delimiter = _delimiter(path, reading, where)
    return _file_table(path, {**reading, "delimiter": delimiter}, where), delimiter


def _heading(text: str) -> str:
    """As the core has it: in one line."""
    return re.sub(r"[ \t\n\v\f\r]+", " ", text.strip(SPACES))


# Text files


def _lines(file: Any) -> Iterator[str]:
    """The lines, none of which fills the memory."""
    first = True
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise csv.Error(
                f"a line is longer than {LONGEST_LINE:,} characters; is it a text file with this delimiter?"
            )
        # A byte order mark is no part of the first heading, whichever name the encoding has.
        yield line.removeprefix("\ufeff") if first else line
        first = False


def _text_in(raw: io.BufferedReader, path: str, reading: AnyMapping[str, Any]) -> io.TextIOWrapper:
    if raw.peek(8).startswith(WORKBOOKS):
        raise InvalidValue(
            f"{path}: it is a workbook (a spreadsheet) and no text file: save it as CSV, or give what "
            "pandas.read_excel() returns"
        )
    return io.TextIOWrapper(raw, encoding=reading.get("encoding", "utf-8"), newline="")


def _file_table(path: str | bytes, reading: AnyMapping[str, Any], where: str) -> Table:
    rows = _read_file(os.fsdecode(path), reading, where)
    columns = next(rows)[1]
    return [column if column and _heading(column) else f"column {i}" for i, column in enumerate(columns, 1)], rows


def _reader(lines: Iterable[str], reading: AnyMapping[str, Any]) -> Any:
    # The limit is one for the whole process. It is only ever raised, so that threads don't take it from each other.
    if csv.field_size_limit() < LONGEST_LINE:
        csv.field_size_limit(LONGEST_LINE)
    quote = reading.get("quote", '"')
    return csv.reader(
        lines,
        delimiter=reading["delimiter"],
        quotechar=quote or None,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
        escapechar=reading.get("escape") or None,
        strict=True,
    )


def _peek(lines: Iterator[str]) -> tuple[str, Iterator[str]]:
    """The first line, empty where there is none, and all of them."""
    first = next(lines, "")
    return first, chain([first] if first else [], lines)


def _separator(first: str, reading: AnyMapping[str, Any]) -> str:
    """The delimiter that a first line "sep=;" names, as Excel has it; empty where it is no such line."""
    found = re.fullmatch(r"sep=([\t -~])[\r\n]*", first)
    if not found or found[1].isalnum() or found[1] in (reading.get("quote", '"'), reading.get("escape")):
        return ""
    return found[1]


def _named(path: str, reading: AnyMapping[str, Any]) -> str:
    """The delimiter that the file itself names, in its first line."""
    with Path(path).open("rb") as raw, _text_in(raw, path, reading) as file:
        return _separator(next(_lines(file), ""), reading)


def _usual(path: str, first: str) -> str:
    """The delimiter where none is named. A first line without tabs is none of tabs, whatever the file is called."""
    return "\t" if path.lower().endswith((".tsv", ".tab")) and "\t" in first else ","


def _delimiter(path: str | bytes, reading: AnyMapping[str, Any], where: str) -> str:
    """The delimiter with which most of the first rows have as many cells as the headings, and those the most.

    csv.Sniffer goes by how often characters occur, so that a comma within quotes, or a letter, may be one to it.
    """
    name = os.fsdecode(path)
    # Whoever reads the file with what is found here is told what is wrong with it.
    with suppress(OSError, ValueError, LookupError, csv.Error):
        if separator := _named(name, reading):
            return separator

    def fit(delimiter: str) -> tuple[float, int]:
        rows = _read_file(name, {**reading, "delimiter": delimiter}, where)
        widths = []
        with suppress(InvalidValue):
            widths = [0 if refused else len(cells) for _, cells, refused in islice(rows, SAMPLE_ROWS)]
        if not widths or widths[0] < 2:
            return 0.0, 0
        return widths.count(widths[0]) / len(widths), widths[0]

    return max(DELIMITERS, key=fit)


def _read_file(path: str, reading: AnyMapping[str, Any], where: str) -> Iterator[Row]:
    """The headings as a first row, then the rows. `where` names what says how the file is read."""
    headings = reading.get("headings")
    skipped = reading.get("skip_lines", 0)
    begins = skipped + 1
    try:
        # Opened once only, since it may be a pipe.
        with Path(path).open("rb") as raw, _text_in(raw, path, reading) as file:
            first, lines = _peek(_lines(file))
            separator = _separator(first, reading)
            skipped = max(skipped, 1 if separator else 0)
            begins = skipped + 1
            first, lines = _peek(islice(lines, skipped, None))
            reader = _reader(lines, {"delimiter": separator or _usual(path, first), **reading})
            if headings is None:
                headings = next(reader, None)
                if headings is None:
                    empty = f"no line is left after 'skip_lines' in {where}" if skipped else "the file is empty"
                    raise InvalidValue(f"{path}: {empty}, so there are no headings")
                begins = skipped + reader.line_num + 1
            yield 0, list(headings), None
            width = len(headings)
            after = skipped + 1
            for cells in reader:
                if cells and (cells[0] or any(cells)):
                    if len(cells) == width:
                        yield begins, cells, None
                    else:
                        yield _row(begins, cells, width, reading.get("ragged", False))
                begins = reader.line_num + after
    except csv.Error as error:
        raise InvalidValue(f"{path}, line {begins:,}: {_csv_error(error, reading, where)}") from None
    except UnicodeError as error:
        raise InvalidValue(
            f"{path}, near line {begins:,}: {error}; say which 'encoding' the file has in {where}, such as "
            '{"encoding": "cp1252"}'
        ) from None
    except FileNotFoundError:
        raise MissingFile(f"there is no table at {path}", path=path) from None
    except OSError as error:
        what = f"cannot be read: {error.strerror or error}"
        if Path(path).is_dir():
            what = "is a folder, not a file"
        raise FileError(f"'{path}' {what}", path=path, errno=error.errno) from None
    except LookupError as error:
        raise InvalidValue(f"{path}: {error}; 'encoding' in {where} names it as Python does") from None


def _csv_error(error: csv.Error, reading: AnyMapping[str, Any], where: str) -> str:
    quote = reading.get("quote", '"')
    if not quote or not any(
        part in str(error) for part in ("unexpected end of data", "field larger", "expected after")
    ):
        return str(error)
    return (
        f"{error}. Most likely a {quote} in the row that begins here has no partner; where {quote} is text and quotes "
        f"nothing, say 'quote': '' in {where}"
    )


def _row(line: int, cells: list[str], width: int, ragged: bool) -> Row:
    """One with another number of cells than there are headings."""
    if ragged and len(cells) < width:
        return line, [*cells], None
    surplus = cells[width:]
    if ragged and not any(cell.strip() for cell in surplus):
        return line, [*cells[:width]], None
    much = "more" if surplus else "fewer"
    hint = "" if surplus else ": where that is no error, the mapping's 'reading' says 'ragged'"
    return line, [], ("", f"it has {len(cells)} cells, {much} than the {width} headings{hint}")


# Rows in Python


def _key_columns(mapping: AnyMapping[str, Any]) -> set[str]:
    """The columns that are keys, or that keys are made of, for which numbers won't do."""
    columns = set(_list(mapping.get("key")))
    given = mapping.get("credits", [])
    nominees = [credit.get("nominee", {}) for credit in given] + [mapping.get("work") or {}]
    while nominees:
        nominee = nominees.pop()
        columns |= set(_list(nominee.get("key")))
        nominees += [nominee["part_of"]] if isinstance(nominee.get("part_of"), dict) else []
    columns = {_heading(column) for column in columns}
    made = [*mapping.get("prepare", []), *given]
    before: set[str] = set()
    while before != columns:
        before = set(columns)
        for step in made:
            columns |= _made_of(step, before)
    return columns


def _made_of(step: AnyMapping[str, Any], wanted: set[str]) -> set[str]:
    """The columns of which a step makes one that is wanted."""
    extract = step.get("extract")
    if extract and wanted & set(re.findall(r"\(\?P?<(\w+)>", extract["pattern"])):
        return {_heading(extract["column"])}
    unpivot = step.get("unpivot")
    if unpivot and _heading(unpivot["value"]) in wanted:
        return {_heading(column) for column in _list(unpivot.get("columns"))}
    if "set" not in step or _heading(step["set"]) not in wanted:
        return set()
    to = step["to"] if isinstance(step["to"], dict) else {"column": step["to"]}
    found = [to["column"]] if "column" in to else re.findall(r"\{([^}]*)\}", to.get("text", ""))
    return {_heading(column) for column in found}


def _list(texts: Any) -> list[str]:
    return [texts] if isinstance(texts, str) else list(texts or ())


def _object_table(rows: list[Any], keys: set[str], ignored: set[str]) -> Table:
    columns: dict[str | int, None] = {}
    for number, row in enumerate(rows, 1):
        if not isinstance(row, AnyMapping):
            raise TypeError(f"row {number:,} is a {type(row).__name__}: each row is a dict of column and value")
        for column in row:
            if not isinstance(column, (str, int)):
                raise TypeError(f"row {number:,}: the column {column!r} is no text")
            columns[column] = None
    names = [str(column) for column in columns]
    # What is ignored may be anything, also what can't be a cell.
    taken = [column for column in columns if _heading(str(column)) not in ignored]
    places = [(column, _heading(str(column)) in keys) for column in taken]
    blank = [None] * (len(names) - len(taken))
    names = [str(column) for column in taken] + [name for name in names if _heading(name) in ignored]
    for name in names:
        try:
            name.encode()
        except UnicodeEncodeError:
            raise InvalidValue(f"the name of a column, {name!a}, has half of a character that is two") from None

    def each() -> Iterator[Row]:
        for number, row in enumerate(rows, 1):
            try:
                cells = [_text(row.get(column), key) for column, key in places] + blank
            except (TypeError, ValueError) as error:
                bad, key = next(place for place in places if _fails(row.get(place[0]), place[1]))
                if key:
                    raise InvalidValue(f"row {number:,}, column {bad!r}: {error}") from None
                yield 0, [], (_heading(str(bad)), str(error))
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
    if isinstance(value, (list, tuple)):
        return ITEM_SEPARATOR.join(_text(item, key) or "" for item in value)
    if type(value).__module__ == "numpy":
        if value.dtype.kind == "M":
            value = value.astype("datetime64[us]")  # finer than that comes out as a number
        return _text(value.tolist(), key)
    # A missing value of pandas: it differs from itself, or can't even tell.
    differs = value != value
    if type(differs).__name__ == "NAType" or differs:
        return None
    # As timestamps of Arrow: always with the clock, so that one form fits the whole column, and instants in UTC.
    if isinstance(value, datetime.datetime):
        local = value if value.tzinfo is None else value.astimezone(datetime.timezone.utc).replace(tzinfo=None)
        return local.isoformat(timespec="seconds") + ("" if value.tzinfo is None else "Z")
    if isinstance(value, datetime.time):
        return value.isoformat(timespec="seconds")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return str(value)
    if type(value).__module__ == "laurels":
        return str(value)
    give = "give text, flatten it into columns" if isinstance(value, AnyMapping) else "give text"
    raise TypeError(
        f"a {type(value).__name__} can't be a cell: {give}, or name its column in the mapping's 'ignore' where nothing "
        "uses it"
    )


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
