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
DATE = 17  # characters of a date that is never broken in HTML, at most
NEXT = 5  # dates on a registry's card, at most
LINES = 60  # of differences, at most
SHOWN_REMARKS = 10  # of an import, at most

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
        "voided",
    ),
    _core.CeremonyRow: ("id", "award", "edition", "name", "date", "place", "status", "upcoming", "voided"),
    _core.DeadlineRow: ("id", "award", "edition", "name", "date", "upcoming", "voided"),
    _core.ChangeRow: ("number", "recorded", "actor", "source", "reason", "summary"),
    _core.LikelyDuplicate: ("score", "kept", "kept_name", "same", "same_name", "reason"),
    _core.LineageEntry: ("dates", "what", "text", "other"),
    _core.Diagnosis.Finding: ("bad", "what", "advice"),
    _core.ErasureReport.Place: ("record", "where", "change", "seq"),
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


# Columns whose values are not cut where there is room.
_WHOLE = {"id", "score", "record", "number", "change", "date", "dates", "decided", "known", "recorded"}


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
    if isinstance(value, bool):
        return "yes" if value else ""
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
    if isinstance(value, float):
        return f"{int(value * 100 + 1e-9) / 100:.2f}"  # a score that is nearly 1 is not shown as if it were
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
    # Dates and numbers that are cut say nothing, so they stay whole where there is room for it.
    whole = [each if name in _WHOLE else few for each, few, name in zip(widths, least, names, strict=True)]
    if sum(whole) + 2 * (len(whole) - 1) <= width:
        least = whole
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
    if all(isinstance(row, _core.Conflict) for row in rows):
        return "\n".join(_conflict_lines(rows))
    if all(isinstance(row, _core.Difference) for row in rows):
        return "\n".join(_difference_lines(rows))
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


def duplicate_repr(duplicate: _core.LikelyDuplicate) -> str:
    """Two that may be one, in one line."""
    return (
        f"<LikelyDuplicate {show(duplicate.score)}: {visible(duplicate.kept_name)!r} ({duplicate.kept}) and "
        f"{visible(duplicate.same_name)!r} ({duplicate.same}): {visible(duplicate.reason)}>"
    )


def fact_repr(fact: Any) -> str:
    """What a journal tells, in one line."""
    if isinstance(fact, _core.ChangeRow):
        by = f", {visible(fact.actor)}" if fact.actor else ""
        return f"<ChangeRow {fact.number}: {show(fact.recorded)}{by}: {visible(fact.summary)}>"
    if isinstance(fact, _core.Difference):
        how = "" if fact.how == _core.Differing.changed else f" ({fact.how})"
        return f"<Difference {fact.record}{how} {fact.field}: {visible(fact.before)!r} -> {visible(fact.after)!r}>"
    if isinstance(fact, _core.Conflict):
        by = f" by {_who(fact.source)}" if fact.source else ""
        return (
            f"<Conflict {fact.claim}: {fact.field} of {fact.subject}: {visible(fact.shown)!r} is shown, "
            f"{visible(fact.claimed)!r} is claimed{by}>"
        )
    if isinstance(fact, _core.LineageEntry):
        return f"<LineageEntry {show(fact.dates) or 'undated'}: {visible(fact.text)}>"
    return f"<{type(fact).__name__}: {reversal_text(fact).splitlines()[0]}>"


def _value(text: str) -> str:
    return visible(text) or "nothing"


def _who(source: Any) -> str:
    """A source by its title alone: when it was published is said beside it."""
    return show(source.title) or show(source.url) if source else ""


def _said_by(source: Any, since: Any) -> str:
    who = _who(source)
    return (f", by {who}" if who else "") + (f", since {show(since)}" if since is not None else "")


def _about(conflict: _core.Conflict) -> str:
    edition = f" in {conflict.edition}" if conflict.edition is not None else ""
    called = visible(conflict.called)
    return f"{visible(conflict.field)} of {conflict.subject}{' ' if called else ''}{called}{edition}"


def _conflict_lines(conflicts: Sequence[_core.Conflict]) -> list[str]:
    """What is shown and who says so, and who says otherwise."""
    lines = []
    for each in conflicts[:ROWS]:
        shown = ", as counted" if each.edition is not None else _said_by(each.shown_source, each.shown_known)
        claimed = _said_by(each.source, each.known) + (f": {visible(each.reason)}" if each.reason else "")
        lines.append(f"{each.claim}: {_about(each)}")
        lines.append(f"  shown:   {_value(each.shown)}{shown}")
        lines.append(f"  claimed: {_value(each.claimed)}{claimed}")
    return list(filter(None, [*lines, _more(len(conflicts), min(len(conflicts), ROWS))]))


def _difference_groups(differences: Sequence[_core.Difference]) -> list[tuple[str, str, list[_core.Difference]]]:
    """The first of them by record: what it is called, whether it was added or removed, and its fields."""
    groups: list[tuple[str, str, list[_core.Difference]]] = []
    last = None
    for each in differences[:LINES]:
        if each.record != last:
            how = "" if each.how == _core.Differing.changed else each.how.name
            groups.append((f"{each.record} {visible(each.called)}".rstrip(), how, []))
            last = each.record
        groups[-1][2].append(each)
    return groups


def _difference_lines(differences: Sequence[_core.Difference]) -> list[str]:
    lines = []
    for title, how, fields in _difference_groups(differences):
        lines.append(f"{title} ({how})" if how else title)
        for each in fields:
            before, after = _value(each.before), _value(each.after)
            value = f"{before} -> {after}" if not how else after if how == "added" else before
            lines.append(f"  {visible(each.field).replace('_', ' ')}: {value}")
    return list(filter(None, [*lines, _more(len(differences), min(len(differences), LINES))]))


def _undone(reversal: _core.Reversal) -> str:
    records = "1 record was" if reversal.undone == 1 else f"{reversal.undone:,} records were"
    left = f"; {len(reversal.left):,} left as later changes made it" if reversal.left else ""
    return f"change {reversal.change} is undone: {records} put back or declared void{left}"


def reversal_text(reversal: _core.Reversal) -> str:
    """What was undone, and what was left."""
    lines = [f"  {visible(each.text)}" for each in reversal.left[:ROWS]]
    return "\n".join(filter(None, [_undone(reversal), *lines, _more(len(reversal.left), len(lines))]))


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
.laurels td.date{white-space:nowrap}
.laurels .record td{max-width:60em}
.laurels .note{opacity:.75}
.laurels .group .note{font-weight:400;font-style:italic;padding-left:.5em}
.laurels .group{padding-top:.7em;white-space:normal}
.laurels td.field{padding-left:1.2em}
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
    """A cell. A long word, as an address is, may be broken anywhere; others stay whole, and so does a date."""
    if max(map(len, text.split()), default=0) > WORD:
        return _tag("td", _cut(text), "long")
    return _tag("td", _cut(text), "date" if len(text) <= DATE and text[-4:].isdigit() and " " in text else "")


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


def _html_conflicts(conflicts: Sequence[_core.Conflict]) -> str:
    names = ["claim", "about", "field", "shown", "by", "since", "claimed", "by", "since", "reason"]
    cells = [
        [
            str(each.claim),
            visible(each.called) or str(each.subject),
            show(each.field) + (f" in {each.edition}" if each.edition is not None else ""),
            _value(each.shown),
            "counted" if each.edition is not None else _who(each.shown_source),
            show(each.shown_known),
            _value(each.claimed),
            _who(each.source),
            show(each.known),
            show(each.reason),
        ]
        for each in conflicts[:ROWS]
    ]
    more = _more(len(conflicts), len(cells))
    return _html_table(*_only_filled(names, cells)) + (_tag("div", more, "note") if more else "")


def _html_differences(differences: Sequence[_core.Difference]) -> str:
    body = ""
    for title, how, fields in _difference_groups(differences):
        mark = " " + _tag("span", how, "note") if how else ""
        body += f'<tr><th class="group" colspan="3">{escape(_cut(title))}{mark}</th></tr>'
        for each in fields:
            name = visible(each.field).replace("_", " ")
            body += f"<tr>{_tag('td', name, 'field')}{_data(visible(each.before))}{_data(visible(each.after))}</tr>"
    heading = "<tr><th></th><th>before</th><th>after</th></tr>"
    more = _more(len(differences), min(len(differences), LINES))
    table = f"<table><thead>{heading}</thead><tbody>{body}</tbody></table>"
    return table + (_tag("div", more, "note") if more else "")


def reversal_html(reversal: _core.Reversal) -> str:
    """What was undone, and what was left."""
    left = _html_rows(reversal.left, len(reversal.left)) if reversal.left else ""
    return _block(_tag("div", _undone(reversal), "title"), left)


def rows_html(rows: Sequence[Any]) -> str:
    """A table in HTML: at most twenty rows."""
    if rows and all(isinstance(row, _core.Conflict) for row in rows):
        return _block(_html_conflicts(rows))
    if rows and all(isinstance(row, _core.Difference) for row in rows):
        return _block(_html_differences(rows))
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


# ---- upkeep


def info_repr(info: _core.Info) -> str:
    """What a registry is, in one line."""
    changes = "1 change" if info.changes == 1 else f"{info.changes:,} changes"
    return f"<Info {visible(str(info.path)) if info.path else info.uuid}: {info.events:,} events in {changes}>"


def info_html(info: _core.Info) -> str:
    """The facts about a registry as a table."""
    pairs = [(line[:14].strip(), line[14:]) for line in str(info).splitlines()]
    body = "".join(f"<tr>{_tag('th', visible(name))}{_data(visible(fact))}</tr>" for name, fact in pairs)
    return _block(f'<table class="record"><tbody>{body}</tbody></table>')


def _size(count: int) -> str:
    amount, unit = float(count), "bytes"
    for larger in ("kB", "MB", "GB"):
        if amount < 1000:
            break
        amount, unit = amount / 1000, larger
    return f"{amount:.1f} {unit}" if unit != "bytes" else f"{count:,} bytes"


def calendar_repr(report: _core.CalendarReport) -> str:
    """What export_calendar() wrote, in one line."""
    left_out = f", {len(report.left_out):,} left out" if report.left_out else ""
    return f"<CalendarReport: {report.events:,} event{'' if report.events == 1 else 's'}{left_out}>"


def left_out_repr(left_out: _core.CalendarReport.LeftOut) -> str:
    """What has no place in a calendar, in one line."""
    return f"<LeftOut {left_out.record}, {visible(left_out.called)!r}: {visible(left_out.reason)}>"


def compaction_repr(compaction: _core.Compaction) -> str:
    """What compact() did, in one line."""
    return f"<Compaction: {_size(compaction.before)} -> {_size(compaction.after)}>"


def finding_repr(finding: _core.Diagnosis.Finding) -> str:
    """One thing that doctor() found, in one line."""
    advice = f" ({visible(finding.advice)})" if finding.advice else ""
    return f"<Finding: {'bad: ' if finding.bad else ''}{visible(finding.what)}{advice}>"


def diagnosis_repr(diagnosis: _core.Diagnosis) -> str:
    """Whether a file is well, in one line."""
    bad = sum(finding.bad for finding in diagnosis.findings)
    return f"<Diagnosis of {visible(str(diagnosis.path))!r}: {f'{bad} bad' if bad else 'well'}>"


def diagnosis_html(diagnosis: _core.Diagnosis) -> str:
    """What doctor() found, and what can be done."""
    title = ("✓ " if diagnosis else "✗ ") + visible(str(diagnosis.path))
    cells = [[("✗ " if each.bad else "") + visible(each.what), visible(each.advice)] for each in diagnosis.findings]
    table = _html_table(*_only_filled(["found", "what can be done"], cells)) if cells else ""
    return _block(_tag("div", title, "title"), table)


def place_repr(place: _core.ErasureReport.Place) -> str:
    """Where a text stands, in one line."""
    record = f"{place.record} " if place.record is not None else ""
    return f"<Place {record}{visible(place.where)} in change {place.change}>"


def _erased(report: _core.ErasureReport) -> str:
    who = ", ".join(str(nominee) for nominee in report.nominees)
    places = "1 place" if len(report.erased) == 1 else f"{len(report.erased):,} places"
    return f"{who}: {'erased' if report.done else 'would be erased'} in {places}, left in {len(report.left):,}"


def erasure_repr(report: _core.ErasureReport) -> str:
    """What erase() did, in one line."""
    return f"<ErasureReport {_erased(report)}>"


def erasure_html(report: _core.ErasureReport) -> str:
    """What erase() blanked, or would, what it left, and what it can't reach."""
    parts = [_tag("div", _erased(report), "title")]
    for heading, places in (("erased" if report.done else "would be erased", report.erased), ("left", report.left)):
        if places:
            parts += [_tag("div", heading, "note"), _html_rows(places, len(places))]
    return _block(*parts, *(_tag("div", visible(remark)) for remark in report.remarks))


def tally_repr(tally: _core.ImportReport.Tally) -> str:
    """How many records an import was about, in one line."""
    return f"<Tally: {tally.added:,} added, {tally.revised:,} revised, {tally.unchanged:,} unchanged>"


def refusal_repr(refusal: _core.ImportReport.Refusal) -> str:
    """Why a row was not taken, in one line."""
    line = f"line {refusal.line:,}" if refusal.line else f"row {refusal.row:,}"
    column = f", {visible(refusal.column)}" if refusal.column else ""
    return f"<Refusal in {line}{column}: {visible(refusal.reason)}>"


def vanished_repr(vanished: _core.ImportReport.Vanished) -> str:
    """What a data set no longer has, in one line."""
    return f"<Vanished {vanished.record}, {visible(vanished.key)!r}>"


def _imported(report: _core.ImportReport) -> str:
    rows = "1 row" if report.rows == 1 else f"{report.rows:,} rows"
    if report.dry_run:
        return f"{rows} read; a dry run: nothing was written"
    return f"{rows} read; " + (f"written as change {report.change}" if report.change else "nothing was written")


def report_repr(report: _core.ImportReport) -> str:
    """What an import did, in one line."""
    refused = f", {len(report.refused):,} refused" if report.refused else ""
    return f"<ImportReport: {_imported(report)}{refused}>"


def report_html(report: _core.ImportReport) -> str:
    """What an import did: the tallies, then what a person may act on."""
    cells = [
        [kind, f"{tally.added:,}", f"{tally.revised:,}", f"{tally.unchanged:,}"] for kind, tally in report.kinds.items()
    ]
    parts = [_tag("div", _imported(report), "title")]
    if cells:
        parts.append(_html_table(["", "added", "revised", "unchanged"], cells))
    if report.claims:
        claims = "1 value differs" if report.claims == 1 else f"{report.claims:,} values differ"
        parts.append(_tag("div", f"{claims} from what others had set: see conflicts()", "note"))
    for heading, found in (("refused", report.refused), ("no longer in the data set", report.vanished)):
        if found:
            parts += [_tag("div", f"{heading}: {len(found):,}", "note"), _html_rows(found, len(found))]
    more = len(report.remarks) - SHOWN_REMARKS
    parts += [_tag("div", visible(remark)) for remark in report.remarks[:SHOWN_REMARKS]]
    return _block(*parts, _tag("div", f"and {more:,} more remarks") if more > 0 else "")


# ---- a registry


def _plural(count: int, kind: str) -> str:
    if kind == "series":
        return f"{count:,} series"
    if count == 1:
        return "1 piece of evidence" if kind == "evidence" else f"1 {kind}"
    irregular = {"category": "categories", "ceremony": "ceremonies", "evidence": "pieces of evidence"}
    return f"{count:,} {irregular.get(kind, kind + 's')}"


def _unsettled(registry: _core.Registry) -> str:
    count = len(registry.conflicts()) if registry.is_open else 0
    return "" if count == 0 else "1 unsettled conflict" if count == 1 else f"{count:,} unsettled conflicts"


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
        unsettled = _unsettled(registry)
    except Error as error:
        return f"{registry!r}\n{visible(str(error))}"
    lines = [place]
    if registry.is_open:
        lines.append("holds " + ", ".join(holds) if holds else "holds nothing yet")
    if unsettled:
        lines.append(unsettled)
    if coming:
        lines += ["next:", *_text_table(*_only_filled(_NEXT_NAMES, coming), _terminal_width())]
    return "\n".join(lines)


def registry_html(registry: _core.Registry) -> str:
    """A registry's card: what it holds, what is next."""
    try:
        place, holds, coming = _card(registry)
        unsettled = _unsettled(registry)
    except Error as error:
        return _block(_tag("div", repr(registry), "title"), _tag("div", visible(str(error)), "note"))
    held = ""
    if registry.is_open:
        held = _tag("div", "holds " + ", ".join(holds) if holds else "holds nothing yet")
    following = _html_table(*_only_filled(_NEXT_NAMES, coming)) if coming else ""
    return _block(
        _tag("div", place, "title"),
        held,
        _tag("div", unsettled) if unsettled else "",
        _tag("div", "next", "note") if coming else "",
        following,
    )
