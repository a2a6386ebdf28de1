"""How rows, records, queries and registries look in a terminal and in a notebook.

Imported when something is first shown. Tables are capped, leave out what says nothing, and show text as it is: markup
is escaped, and control characters and those that turn the direction of writing are made visible.
"""

from __future__ import annotations

import datetime as dt
import enum
import os
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from . import _core
from ._errors import Error

ROWS = 20  # shown of a table, at most
COLUMNS = 14  # shown of a table in HTML, at most
CELL = 200  # characters of a cell in HTML, at most
WORD = 30  # characters of a word that is never broken in HTML, at most
NEXT = 5  # dates on a registry's card, at most

_MONTHS = "January,February,March,April,May,June,July,August,September,October,November,December".split(",")  # noqa: SIM905

# What a table of these shows, in this order.
_ROW_COLUMNS: dict[type, tuple[str, ...]] = {
    _core.NominationRow: (
        "id",
        "award",
        "edition",
        "category",
        "series",
        "title",
        "work",
        "nominees",
        "stage",
        "outcome",
        "decided",
        "place",
        "share",
        "standing",
        "acceptance",
        "disclosure",
    ),
    _core.CeremonyRow: ("id", "award", "edition", "name", "date", "place", "status", "upcoming"),
    _core.DeadlineRow: ("id", "award", "edition", "name", "date", "upcoming"),
    _core.HistoryEntry: (
        "record",
        "field",
        "before",
        "after",
        "known",
        "source",
        "recorded",
        "actor",
        "reason",
        "verb",
        "change",
    ),
}

# Values that say nothing where a whole column has them.
_QUIET = {
    "standing": "active",
    "acceptance": "unknown",
    "disclosure": "public",
    "list_disclosure": "public",
    "result_disclosure": "public",
}


# ---- values


def visible(text: str) -> str:
    """One line: line breaks and tabs as spaces, other control, format and direction characters as escapes."""
    if text.isascii() and text.isprintable():
        return text
    shown = []
    for character in text:
        if character in "\n\r\t":
            shown.append(" ")
        elif character == "\u00a0" or character == "\u200d" or unicodedata.category(character)[0] != "C":
            shown.append(f"\\u{ord(character):04x}" if character in "\u2028\u2029" else character)
        else:
            shown.append(character.encode("unicode_escape").decode("ascii"))
    return "".join(shown)


def show(value: Any) -> str:
    """A value for people, in one line; empty for none."""
    if value is None:
        return ""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, enum.Enum):
        return value.name.replace("_", " ")
    if isinstance(value, _core.Date | _core.When):
        return visible(value.display())
    if isinstance(value, _core.Measure):
        return visible((f"{value.what}: " if value.what else "") + value.display())
    if isinstance(value, dt.datetime):
        seconds = f":{value.second:02}" if value.second else ""
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}, {value:%H:%M}{seconds} UTC"
    if isinstance(value, _core.Alias):
        return show(value.name) + (f" ({show(value.dates)})" if value.dates is not None else "")
    if isinstance(value, _core.Source):
        return ", ".join(filter(None, (show(value.title), show(value.published), show(value.url))))
    if isinstance(value, _core.Credit):
        parts = [str(value.nominee)]
        if value.credited_as:
            parts.append(f"as {show(value.credited_as)}")
        parts += filter(None, (show(value.role), show(value.share)))
        if value.standing != _core.Standing.active:
            parts.append(show(value.standing))
        return ", ".join(parts)
    if isinstance(value, Mapping):
        return "; ".join(show(key) + (f": {show(entry)}" if entry is not None else "") for key, entry in value.items())
    if isinstance(value, tuple):
        return "; ".join(show(element) for element in value)
    if isinstance(value, Fraction):
        return str(value)
    return visible(str(value))


def _cell(name: str, value: Any) -> str:
    """A value of a row, as its column says it: what may be upcoming, and may be over, is possible."""
    return "possible" if name == "upcoming" and value == _core.Truth.unknown else show(value)


def _says_nothing(name: str, text: str) -> bool:
    return not text or text == _QUIET.get(name)


def _fields(thing: Any) -> Sequence[str]:
    kind = type(thing)
    columns = _ROW_COLUMNS.get(kind)
    if columns is not None:
        return columns
    own = getattr(kind, "_fields", None)
    if own is None:
        return ()
    return ("id", *own) if hasattr(kind, "id") else tuple(own)


def _table(rows: Sequence[Any]) -> tuple[list[str], list[list[str]]]:
    """The columns worth showing, and the cells, of the first rows."""
    first = list(rows[:ROWS])
    names: list[str] = []
    for row in first:
        for name in _fields(row):
            if name not in names:
                names.append(name)
    if not names:  # a Rows of something else, as by hand
        return ["value"], [[visible(repr(row))] for row in first]
    columns = {name: [_cell(name, getattr(row, name, None)) for row in first] for name in names}
    kept = [name for name in names if not all(_says_nothing(name, text) for text in columns[name])]
    if kept[:1] == ["record"] and len(set(columns["record"])) == 1:
        kept.remove("record")  # the history of one record
    cells = zip(*(columns[name] for name in kept), strict=True)
    return [name.replace("_", " ") for name in kept], [list(row) for row in cells]


def _more(count: int, shown: int) -> str:
    return f"… and {count - shown:,} more" if count > shown else ""


# ---- text


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) != 0 for character in text)


def _fit(text: str, width: int) -> str:
    if _width(text) > width:
        while text and _width(text) > width - 1:
            text = text[:-1]
        text += "…"
    return text + " " * (width - _width(text))


def _terminal_width() -> int:
    try:
        return max(40, os.get_terminal_size().columns)
    except OSError:
        return 120


def _text_table(names: Sequence[str], cells: Sequence[Sequence[str]], width: int) -> list[str]:
    widths = [max(map(_width, column)) for column in zip(names, *cells, strict=True)]
    least = [min(each, 12) for each in widths]
    # Where even narrow columns don't fit, those in the middle are left out.
    while len(widths) > 2 and sum(least) + 2 * (len(least) - 1) > width:
        middle = len(widths) // 2
        if names[middle] == "…":
            middle += 1
        drop = slice(middle, middle + 1)
        if "…" not in names:
            names = [*names[:middle], "…", *names[middle + 1 :]]
            cells = [[*row[:middle], "…", *row[middle + 1 :]] for row in cells]
            widths[middle] = least[middle] = 1
        else:
            names = [*names[: drop.start], *names[drop.stop :]]
            cells = [[*row[: drop.start], *row[drop.stop :]] for row in cells]
            del widths[drop], least[drop]
    while sum(widths) + 2 * (len(widths) - 1) > width and widths != least:
        widest = max(range(len(widths)), key=lambda i: widths[i] - least[i])
        widths[widest] -= 1
    lines = [names, ["─" * each for each in widths], *cells]
    return ["  ".join(_fit(text, each) for text, each in zip(line, widths, strict=True)).rstrip() for line in lines]


def rows_text(rows: Sequence[Any], width: int | None = None) -> str:
    """A table in text: at most twenty rows, and no wider than the terminal."""
    if not rows:
        return "<no rows>"
    names, cells = _table(rows)
    lines = _text_table(names, cells, width or _terminal_width())
    return "\n".join(filter(None, [*lines, _more(len(rows), len(cells))]))


def row_repr(row: Any) -> str:
    """A row in one line."""
    cells = [show(getattr(row, name)) for name in _fields(row)[1:] if not _says_nothing(name, show(getattr(row, name)))]
    return f"<{type(row).__name__} {row.id}: {' | '.join(cells)}>"


def entry_repr(entry: _core.HistoryEntry) -> str:
    """An entry of a history in one line."""
    said = f", by {show(entry.source)}" if entry.source else ""
    return (
        f"<HistoryEntry {entry.seq}: {entry.record} {entry.field}: "
        f"{visible(entry.before)!r} -> {visible(entry.after)!r}{said}>"
    )


def _facts(record: Any) -> list[tuple[str, str]]:
    facts = [(name, show(getattr(record, name))) for name in type(record)._fields]
    return [(name.replace("_", " "), text) for name, text in facts if not _says_nothing(name, text)]


def _title(record: Any) -> str:
    stored = f"{record.id}, revision {record.revision}" if record.id is not None else "not stored"
    return f"{type(record).__name__} ({stored})"


def record_text(record: Any) -> str:
    """A record in lines: what it is, and its fields that say something."""
    facts = _facts(record)
    width = max((_width(name) for name, _ in facts), default=0)
    return "\n".join([_title(record), *(f"  {_fit(name, width)}  {text}" for name, text in facts)])


# ---- HTML

# Colours of the page around it, so that it is readable on a light and on a dark one.
_STYLE = """<style>
.laurels{max-width:100%;overflow-x:auto;padding-left:.4em;font-size:var(--jp-ui-font-size1,13px);color:inherit}
.laurels table{border-collapse:collapse;margin:.3em 0;color:inherit;background:transparent;border:none}
.laurels th,.laurels td{text-align:left!important;vertical-align:top;padding:.25em .7em;max-width:28em;color:inherit;
white-space:normal;border:none;border-bottom:1px solid var(--jp-border-color2,rgba(128,128,128,.35))}
.laurels tr,.laurels tr:nth-child(even),.laurels tr:nth-child(odd){background:transparent}
.laurels tbody tr:hover{background:rgba(128,128,128,.12)}
.laurels th:first-child,.laurels td:first-child{padding-left:0}
.laurels th{font-weight:600;white-space:nowrap}
.laurels td.long{overflow-wrap:anywhere}
.laurels .record td{max-width:60em}
.laurels .note{opacity:.75}
.laurels .title{font-weight:600}
</style>"""

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})


def escape(text: str) -> str:
    """Text as HTML."""
    return text.translate(_ESCAPES)


def _cut(text: str) -> str:
    return text if len(text) <= CELL else text[: CELL - 1] + "…"


def _block(*parts: str) -> str:
    return _STYLE + '<div class="laurels">' + "".join(filter(None, parts)) + "</div>"


def _tag(tag: str, text: str, css: str = "") -> str:
    return f'<{tag} class="{css}">{escape(text)}</{tag}>' if css else f"<{tag}>{escape(text)}</{tag}>"


def _data(text: str) -> str:
    """A cell. A long word, as an address is, may be broken anywhere; others stay whole."""
    return _tag("td", _cut(text), "long" if max(map(len, text.split()), default=0) > WORD else "")


def _html_table(names: Sequence[str], cells: Iterable[Sequence[str]]) -> str:
    if len(names) > COLUMNS:
        head, tail = COLUMNS // 2, COLUMNS // 2 - 1
        names = [*names[:head], "…", *names[-tail:]]
        cells = [[*row[:head], "…", *row[-tail:]] for row in cells]
    heading = "".join(_tag("th", name) for name in names)
    body = "".join("<tr>" + "".join(map(_data, row)) + "</tr>" for row in cells)
    return f"<table><thead><tr>{heading}</tr></thead><tbody>{body}</tbody></table>"


def _html_rows(rows: Sequence[Any], count: int) -> str:
    if not rows:
        return _tag("div", "no rows", "note")
    names, cells = _table(rows)
    more = _more(count, len(cells))
    return _html_table(names, cells) + (_tag("div", more, "note") if more else "")


def rows_html(rows: Sequence[Any]) -> str:
    """A table in HTML: at most twenty rows."""
    return _block(_html_rows(rows, len(rows)))


def query_html(query: Any) -> str:
    """What a query asks, and the first rows of its answer."""
    title = _tag("div", visible(query.describe()), "title")
    try:
        rows = query.first(ROWS + 1) if hasattr(query, "first") else query.rows()
        count = query.count() if len(rows) == ROWS + 1 else len(rows)
    except Error as error:
        return _block(title, _tag("div", visible(str(error)), "note"))
    return _block(title, _html_rows(rows, count))


def record_html(record: Any) -> str:
    """A record's fields that say something."""
    body = "".join(f"<tr>{_tag('th', name)}{_data(text)}</tr>" for name, text in _facts(record))
    return _block(_tag("div", _title(record), "title"), f'<table class="record"><tbody>{body}</tbody></table>')


def verification_html(verification: Any) -> str:
    """The finding of verify()."""
    return _block(_tag("div", ("✓ " if verification else "✗ ") + visible(str(verification)), "title"))


# ---- a registry


def _plural(count: int, kind: str) -> str:
    if kind == "series":
        return f"{count:,} series"
    if count == 1:
        return "1 piece of evidence" if kind == "evidence" else f"1 {kind}"
    irregular = {"category": "categories", "ceremony": "ceremonies", "evidence": "pieces of evidence"}
    return f"{count:,} {irregular.get(kind, kind + 's')}"


def _card(registry: _core.Registry) -> tuple[str, list[str], list[list[str]]]:
    """A registry's name, what it holds and is, and the dates to come."""
    place = repr(registry)[1:-1]
    if not registry.is_open:
        return place, [], []
    kinds = (
        _core.Award,
        _core.Edition,
        _core.Category,
        _core.Nominee,
        _core.Nomination,
        _core.Ceremony,
        _core.Deadline,
        _core.Evidence,
        _core.Cost,
    )
    counts = {kind.__name__.lower(): registry.count(kind) for kind in kinds}
    holds = [_plural(count, kind) for kind, count in counts.items() if count]
    today = dt.date.today()
    coming: list[tuple[Any, list[str]]] = []
    for what, query in (("ceremony", registry.ceremonies()), ("deadline", registry.deadlines())):
        for row in query.upcoming(today).rows()[:NEXT]:
            possible = "" if row.upcoming == _core.Truth.yes else "possible"
            name = show(row.name) or what
            cells = [
                show(row.date),
                name,
                show(row.award),
                show(row.edition),
                show(getattr(row, "place", "")),
                possible,
            ]
            coming.append((row.date, cells))
    dated = sorted((pair for pair in coming if pair[0] is not None), key=lambda pair: pair[0])
    return place, holds, [cells for _, cells in [*dated, *(pair for pair in coming if pair[0] is None)][:NEXT]]


def _only_filled(names: Sequence[str], cells: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    kept = [i for i in range(len(names)) if any(row[i] for row in cells)]
    return [names[i] for i in kept], [[row[i] for i in kept] for row in cells]


_NEXT_NAMES = ("when", "what", "award", "edition", "place", "")


def registry_text(registry: _core.Registry) -> str:
    """A registry's card: what it holds, what is next."""
    try:
        place, holds, coming = _card(registry)
    except Error as error:
        return f"{registry!r}\n{visible(str(error))}"
    lines = [place]
    if registry.is_open:
        lines.append("holds " + ", ".join(holds) if holds else "holds nothing yet")
    if coming:
        lines += ["next:", *_text_table(*_only_filled(_NEXT_NAMES, coming), _terminal_width())]
    return "\n".join(lines)


def registry_html(registry: _core.Registry) -> str:
    """A registry's card: what it holds, what is next."""
    try:
        place, holds, coming = _card(registry)
    except Error as error:
        return _block(_tag("div", repr(registry), "title"), _tag("div", visible(str(error)), "note"))
    held = ""
    if registry.is_open:
        held = _tag("div", "holds " + ", ".join(holds) if holds else "holds nothing yet")
    following = _html_table(*_only_filled(_NEXT_NAMES, coming)) if coming else ""
    return _block(_tag("div", place, "title"), held, _tag("div", "next", "note") if coming else "", following)
