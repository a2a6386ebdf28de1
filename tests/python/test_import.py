"""Tables in, from whatever Python has them in; and what is wrong with a table is told with its place."""

from __future__ import annotations

import csv
import datetime
import errno
import json
import math
import os
import re
import signal
import sqlite3
import threading
from contextlib import closing
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import laurels
import pytest
from laurels import InvalidValue, Mapping, Nomination, Nominee

MAPPING = {
    "laurels_mapping": 1,
    "data_set": "prizes",
    "source": {"title": "A list of prizes"},
    "key": ["id"],
    "award": {"name": "prize"},
    "edition": {"label": "year"},
    "category": {"name": {"value": "Fiction"}},
    "nomination": {"outcome": {"column": "result", "values": {"won": "won", "": "not_placed"}}},
    "work": {"name": "book", "kind": {"value": "work"}},
    "credits": [
        {
            "split": {"columns": ["authors"], "by": "; "},
            "nominee": {"name": "authors", "kind": {"value": "person"}},
        }
    ],
}
HEADINGS = "id,prize,year,result,book,authors,pages"
ROWS = [
    {"id": "1", "prize": "P", "year": "1999", "result": "won", "book": "A", "authors": "Name One; Name Two"},
    {"id": "2", "prize": "P", "year": "1999", "result": "", "book": "B", "authors": "Name Three", "pages": 120},
]
TEXT = f"""{HEADINGS}
1,P,1999,won,A,Name One; Name Two,
2,P,1999,,B,Name Three,120
"""


def mapping(**changes) -> dict:
    return {**MAPPING, **changes}


@pytest.fixture
def table(tmp_path: Path):
    def write(text: str | bytes, name: str = "table.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def check(registry: laurels.Registry) -> None:
    won, other = registry.all(Nomination)
    assert [credit.nominee for credit in won.credits] != []
    assert len(won.credits) == 2
    assert won.outcome == "won"
    assert other.outcome == "not_placed"
    assert other.extra == {"pages": "120"}
    assert {each.name for each in registry.all(Nominee)} == {"A", "B", "Name One", "Name Two", "Name Three"}
    assert registry.verify()


# Sources


def test_dicts(registry):
    report = registry.import_table(ROWS, MAPPING)
    assert report.kinds["nomination"].added == 2
    assert report.change == 1
    check(registry)


def test_a_csv_file(registry, table):
    report = registry.import_table(table(TEXT), MAPPING)
    assert not report.refused
    check(registry)
    assert registry.import_table(str(table(TEXT)), Mapping(MAPPING)).change == 0


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_line_ends_byte_order_marks_and_encodings(registry, table, end, encoding):
    text = TEXT.replace("Name One", "Nämé Öne").replace("\n", end)
    reading = {} if encoding.startswith("utf-8") else {"reading": {"encoding": encoding}}
    registry.import_table(table(text.encode(encoding)), mapping(**reading))
    assert registry.find(Nominee, "Nämé Öne")
    assert len(registry.all(Nomination)) == 2


def test_a_tsv_with_escapes_and_ragged_rows(registry, table):
    text = 'id\tprize\tyear\tresult\tbook\tauthors\tpages\n1\tP\t1999\twon\tA \\"quoted\\" one\tName One\n'
    reading = {"delimiter": "\t", "quote": "", "escape": "\\", "ragged": True}
    registry.import_table(table(text), mapping(reading=reading))
    assert registry.find(Nominee, 'A "quoted" one')


def test_arrow_streams(registry):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(ROWS)
    if not hasattr(frame, "__arrow_c_stream__"):
        pytest.skip("this pandas gives no Arrow stream")
    pytest.importorskip("pyarrow")
    registry.import_table(frame, MAPPING)
    check(registry)


def test_pyarrow_types(registry):
    pyarrow = pytest.importorskip("pyarrow")
    columns = {
        "id": pyarrow.array(["1", "2"], pyarrow.string_view()),
        "prize": pyarrow.array(["P", "P"]).dictionary_encode(),
        "year": pyarrow.array([1999, 1999], pyarrow.int16()),
        "result": pyarrow.array(["won", None], pyarrow.large_string()),
        "book": ["A", "B"],
        "authors": pyarrow.array([["Name One", "Name Two"], ["Name Three"]]),
        "pages": pyarrow.array([math.nan, 120.0]),
        "day": pyarrow.array([datetime.date(1999, 12, 1), None]),
    }
    with_day = {**MAPPING["nomination"], "decided": "day"}
    registry.import_table(pyarrow.table(columns), mapping(nomination=with_day))
    check(registry)
    assert registry.all(Nomination)[0].decided == laurels.When("1999-12-01")


def test_an_arrow_stream_of_other_types_or_released_early_is_refused(registry):
    pyarrow = pytest.importorskip("pyarrow")
    text = {column: ["x"] for column in HEADINGS.split(",")}
    for bad, kind in (([b"1"], "bytes"), ([{"a": 1}], "structs"), ([[b"1"]], "lists of what has no text")):
        with pytest.raises(InvalidValue, match=rf"at award\.name: column 'prize' has {kind}, the Arrow type"):
            registry.import_table(pyarrow.table({**text, "prize": bad}), MAPPING)
    reader = pyarrow.table({"id": ["1"]}).to_reader()
    reader.__arrow_c_stream__()
    with pytest.raises((InvalidValue, ValueError)):
        registry.import_table(reader, MAPPING)

    class Released:
        def __arrow_c_stream__(self, requested_schema=None):
            capsule = pyarrow.table({"id": ["1"]}).__arrow_c_stream__()
            pyarrow.RecordBatchReader._import_from_c_capsule(capsule)
            return capsule

    with pytest.raises(InvalidValue, match="was released or read before"):
        registry.import_table(Released(), MAPPING)
    assert registry.changes() == ()


def test_decimals_and_times_are_text(registry):
    pyarrow = pytest.importorskip("pyarrow")
    decimals = ["1.50", "-0.05", "0.00", "12345678901234567.89", "-99999999999999999.99"]
    times = [datetime.time(19, 30), datetime.time(0, 0, 1), None, datetime.time(23, 59, 59, 999), datetime.time()]
    rows = len(decimals)
    columns = {
        "id": [f"n{row}" for row in range(rows)],
        "prize": ["P"] * rows,
        "year": ["1999"] * rows,
        "result": [""] * rows,
        "book": [f"Book {row}" for row in range(rows)],
        "authors": ["Name"] * rows,
        "d128": pyarrow.array([Decimal(each) for each in decimals], pyarrow.decimal128(19, 2)),
        "d256": pyarrow.array([Decimal(each) for each in decimals], pyarrow.decimal256(50, 2)),
        "hundreds": pyarrow.array([Decimal(0), *[Decimal(-1200)] * (rows - 1)], pyarrow.decimal128(5, -2)),
        "t32": pyarrow.array(times, pyarrow.time32("s")),
        "t64": pyarrow.array(times, pyarrow.time64("us")),
    }
    report = registry.import_table(pyarrow.table(columns), MAPPING)
    assert not report.refused
    found = [each.extra for each in registry.all(Nomination)]
    assert [each["d128"] for each in found] == decimals
    assert [each["d256"] for each in found] == decimals
    assert [each["hundreds"] for each in found] == ["0", *["-1200"] * (rows - 1)]
    for column in ("t32", "t64"):
        assert [each.get(column) for each in found] == ["19:30:00", "00:00:01", None, "23:59:59", "00:00:00"]


def test_a_key_column_of_decimals_stops_the_import(registry):
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table({**{key: ["x"] for key in HEADINGS.split(",")}, "id": [Decimal("1.5")]})
    with pytest.raises(InvalidValue, match="is a key and holds numbers"):
        registry.import_table(table, MAPPING)


def test_columns_that_are_not_read_go_nowhere(registry):
    pyarrow = pytest.importorskip("pyarrow")
    columns = {key: [row.get(key) for row in ROWS] for key in HEADINGS.split(",")}
    columns["pages"] = [None, "120"]
    table = pyarrow.table({**columns, "blob": [b"a", b"b"], "struct": [{"a": 1}, {"a": 2}]})
    report = registry.import_table(table, mapping(ignore=["blob"]))
    assert len(report.remarks) == 1
    assert "the column 'struct' goes nowhere: it has structs, the Arrow type '+s', which" in report.remarks[0]
    check(registry)


@pytest.mark.parametrize("arrow", [False, True])
def test_a_midnight_is_a_day_and_a_clock_time_only_where_the_form_says_so(arrow):
    def imported(day: datetime.datetime, date: dict) -> tuple:
        rows = [{**ROWS[0], "day": day}]
        table = pytest.importorskip("pyarrow").Table.from_pylist(rows) if arrow else rows
        with laurels.in_memory(actor="tester") as registry:
            report = registry.import_table(table, mapping(edition={"label": "year", "date": {"column": "day", **date}}))
            if report.refused:
                return report.refused[0].column, report.refused[0].reason
            return (str(registry.all(laurels.Edition)[0].date),)

    midnight = datetime.datetime(1999, 12, 1)
    evening = datetime.datetime(1999, 12, 1, 19, 30, 0, 5)
    form = {"date": "%Y-%m-%dT%H:%M:%S"}
    assert imported(midnight, {}) == ("1999-12-01",)
    assert imported(midnight, {"date": "%Y-%m-%d"}) == ("1999-12-01",)
    assert imported(midnight, form) == imported(evening, form) == ("1999-12-01",)
    column, reason = imported(evening, {})
    assert column == "day"
    assert json.dumps(form)[1:-1] in reason
    summer = datetime.datetime(1999, 12, 1, 1, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))
    assert imported(summer, {"date": "%Y-%m-%dT%H:%M:%S%z"}) == ("1999-11-30",)


def test_missing_values_of_pandas_say_nothing(registry):
    pandas = pytest.importorskip("pandas")
    rows = [{**ROWS[0], "day": pandas.NaT, "pages": math.nan}, {**ROWS[1], "day": pandas.Timestamp("1999-12-01")}]
    rows[0]["note"] = pandas.NA
    with_day = {**MAPPING["nomination"], "decided": "day"}
    assert not registry.import_table(rows, mapping(nomination=with_day)).refused
    check(registry)
    assert [each.decided for each in registry.all(Nomination)] == [None, laurels.When("1999-12-01")]


def test_scalars_of_numpy(registry):
    numpy = pytest.importorskip("numpy")
    rows = [{**ROWS[0], "pages": numpy.int64(120), "signed": numpy.bool_(True), "price": numpy.float32(2.5)}]
    rows[0] |= {"note": numpy.datetime64("NaT", "s"), "book": numpy.str_("A"), "weight": numpy.float64("nan")}
    rows[0] |= {"day": numpy.datetime64("1999-12-01T00:00", "ns"), "authors": numpy.array(["Ann Ash", "Bo Birk"])}
    with_day = {**MAPPING["nomination"], "decided": "day"}
    assert not registry.import_table(rows, mapping(nomination=with_day)).refused
    (nomination,) = registry.all(Nomination)
    assert nomination.extra == {"pages": "120", "signed": "true", "price": "2.5"}
    assert nomination.decided == laurels.When("1999-12-01")
    assert len(nomination.credits) == 2
    with pytest.raises(InvalidValue, match="the key is the number"):
        registry.import_table([{**ROWS[0], "id": numpy.int64(1)}], MAPPING)


def test_clock_times_of_a_column_with_a_zone(registry):
    decided = {"column": "day", "zone": "Europe/London"}
    days = [datetime.datetime(1999, 12, 1), datetime.datetime(1999, 12, 1, 19, 30)]
    rows = [{**row, "day": day} for row, day in zip(ROWS, days, strict=True)]
    registry.import_table(rows, mapping(nomination={**MAPPING["nomination"], "decided": decided}))
    assert [str(each.decided) for each in registry.all(Nomination)] == [
        "1999-12-01T00:00[Europe/London]",
        "1999-12-01T19:30[Europe/London]",
    ]


def test_values_of_python(registry):
    rows = [
        {**ROWS[0], "pages": Decimal("1.50")},
        {**ROWS[1], "pages": math.nan, "authors": ["Name Three", "Four; Five"]},
    ]
    registry.import_table(rows, MAPPING)
    first, second = registry.all(Nomination)
    assert first.extra == {"pages": "1.50"}
    assert second.extra == {}
    assert len(second.credits) == 2


# Errors


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "the file is empty"),
        (TEXT.replace(",", ";"), "the table has no column 'prize'; it has 'id;prize"),
        (TEXT + '3,P,1999,,"B,Name', 'line 4: unexpected end of data. Most likely a " in the row that begins here'),
        (TEXT + '3,P,1999,,"B,Name', "say 'quote': ''"),
        (TEXT.replace(",", ";"), "'delimiter' in the mapping's 'reading'"),
        (
            TEXT.replace(",", "\t"),
            "it has 'id prize year result book authors pages'. That looks like several columns: 'de",
        ),
        ("\n" + TEXT, "it has no columns at all. Where lines stand before the headings of a file, 'skip_lines'"),
        (TEXT.replace("pages", "id "), "two columns are named 'id'"),
        (HEADINGS + ",id\n", "two columns are named 'id'"),
        (b"id,prize\n1,\xff\xfe\n", "say which 'encoding'"),
    ],
)
def test_a_file_that_can_not_be_read(registry, table, text, says):
    with pytest.raises(InvalidValue, match=re.escape(says)):
        registry.import_table(table(text), MAPPING)
    assert registry.changes() == ()


def test_rows_of_another_length_are_refused_with_their_line(registry, table):
    text = TEXT + "3,P,1999\n4,P,1999,,C,Name Four,1,2\n\n5,P,1999,perhaps,C,Name Four,1\n"
    report = registry.import_table(table(text), MAPPING)
    assert [(each.line, each.row, each.column) for each in report.refused] == [(4, 3, ""), (5, 4, ""), (7, 5, "result")]
    assert "fewer than the 7 headings" in report.refused[0].reason
    assert "more than the 7 headings" in report.refused[1].reason
    assert report.refused[2].value == "perhaps"
    assert "'won'" in report.refused[2].reason
    check(registry)
    with pytest.raises(InvalidValue, match="line 4: it has 3 cells"):
        registry.import_table(table(text), MAPPING, strict=True)


def test_a_line_that_never_ends_does_not_fill_the_memory(registry, table):
    path = table(HEADINGS + "\n1,")
    with path.open("ab") as file:
        file.truncate(200_000_000)
    with pytest.raises(InvalidValue, match=r"line 2: (a line is longer|field larger than)"):
        registry.import_table(path, MAPPING)


def test_a_cell_may_be_long(registry, table):
    before = csv.field_size_limit(1_000)
    try:
        registry.import_table(table(f"{HEADINGS}\n1,P,1999,won,A,Name One,{'x' * 200_000}\n"), MAPPING)
    finally:
        csv.field_size_limit(before)
    assert len(registry.all(Nomination)[0].extra["pages"]) == 200_000


@pytest.mark.parametrize("encoding", ["cp65001", "U8", "utf_8", "utf-8-sig", "utf-16-le"])
def test_a_byte_order_mark_is_taken_off_whatever_the_encoding_is_called(registry, table, encoding):
    text = ("\ufeff" + TEXT).encode("utf-16-le" if encoding == "utf-16-le" else "utf-8")
    registry.import_table(table(text), mapping(reading={"encoding": encoding}))
    check(registry)


def test_headings_are_trimmed_and_empty_rows_are_no_rows(registry, table):
    text = TEXT.replace("prize,", " prize\t,").replace("pages", "pages\xa0") + ",,,,,,\n , ,,,,,\n,,\n"
    report = registry.import_table(table(text), mapping(work={**MAPPING["work"], "name": " book"}))
    assert not report.refused
    check(registry)


def test_a_column_that_is_optional_may_be_missing(registry, table):
    optional = mapping(optional=["note", "pages"], nomination={**MAPPING["nomination"], "notes": "note"})
    registry.import_table(table(TEXT), optional)
    check(registry)
    registry.import_table([{**ROWS[0], "note": "seen"}], {**optional, "partial": True})
    assert registry.all(Nomination)[0].notes == "seen"
    assert Mapping(optional).to_dict()["optional"] == ["note", "pages"]
    with pytest.raises(InvalidValue, match="no column 'award'; it has 'id'") as error:
        registry.import_table(ROWS, {**optional, "award": {"name": "award"}})
    assert "note" not in str(error.value)


@pytest.mark.parametrize(
    ("share", "is_"),
    [("1/2", "1/2"), ("0.5", "1/2"), ("50 %", "1/2"), ("33.3%", "333/1000"), ("½", "1/2"), ("⅓", "1/3"), ("1.0", "1")],
)
def test_shares_as_tables_have_them(registry, share, is_):
    registry.import_table(
        [{**ROWS[0], "share": share}], mapping(nomination={**MAPPING["nomination"], "share": "share"})
    )
    assert registry.all(Nomination)[0].share == Fraction(is_)


@pytest.mark.parametrize(("place", "is_"), [("3", 3), ("3.0", 3), ("1st", 1), ("22ND", 22), ("=3", 3), ("3rd=", 3)])
def test_places_as_tables_have_them(registry, place, is_):
    registry.import_table(
        [{**ROWS[0], "place": place}], mapping(nomination={**MAPPING["nomination"], "place": "place"})
    )
    assert registry.all(Nomination)[0].place == is_


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("share", "0,5", "'replace'"),
        ("share", "half", "no fraction"),
        ("share", "1½", "no fraction"),
        ("share", "%", "no decimal number"),
        ("place", "3.5", "not a whole number"),
        ("place", "1e3", "not a whole number"),
        ("place", "==3", "not a whole number"),
        ("place", "third", "not a whole number"),
        ("place", "th", "not a whole number"),
    ],
)
def test_shares_and_places_that_are_none(registry, field, text, says):
    changed = mapping(nomination={**MAPPING["nomination"], field: "figure"})
    report = registry.import_table([{**ROWS[0], "figure": text}], changed)
    assert report.refused[0].column == "figure"
    assert says.strip("'") in report.refused[0].reason


def test_a_field_over_lines_counts_them(registry, table):
    text = f'{HEADINGS}\n1,P,1999,won,"A\nlonger\ntitle",Name One,\n2,P,1999,perhaps,B,Name Two,\n'
    report = registry.import_table(table(text), MAPPING)
    assert report.refused[0].line == 5
    assert registry.find(Nominee, "A longer title")


@pytest.mark.parametrize("key", [7, 7.0, Decimal(7)])
def test_keys_that_are_numbers_stop_the_import(registry, key):
    with pytest.raises(InvalidValue, match="row 2, column 'id'"):
        registry.import_table([ROWS[0], {**ROWS[1], "id": key}], MAPPING)
    assert registry.changes() == ()


@pytest.mark.parametrize(
    ("change", "rows"),
    [
        ({"key": ["id", "number"]}, [{**ROWS[0], "number": 7}]),
        ({"key": ["k"], "prepare": [{"set": "k", "to": "number"}]}, [{**ROWS[0], "number": 7}]),
        ({"key": ["k"], "prepare": [{"set": "k", "to": {"text": "n-{ number }"}}]}, [{**ROWS[0], "number": 7}]),
        (
            {
                "key": ["k"],
                "prepare": [
                    {"set": "j", "to": {"column": "number"}},
                    {"extract": {"column": "j", "pattern": "(?P<k>.*)"}},
                ],
            },
            [{**ROWS[0], "number": 7}],
        ),
        ({"work": {**MAPPING["work"], "key": ["number"]}}, [{**ROWS[0], "number": [7, 8]}]),
        (
            {
                "credits": [
                    {
                        "extract": {"column": "number", "pattern": "(?P<k>[0-9]+)"},
                        "nominee": {"name": "authors", "kind": {"value": "person"}, "key": "k"},
                    }
                ]
            },
            [{**ROWS[0], "number": 7}],
        ),
    ],
)
@pytest.mark.parametrize("arrow", [False, True])
def test_keys_that_are_made_of_numbers_stop_the_import(registry, change, rows, arrow):
    table = pytest.importorskip("pyarrow").Table.from_pylist(rows) if arrow else rows
    with pytest.raises(InvalidValue, match="number") as error:
        registry.import_table(table, mapping(**change))
    assert "zeros" in str(error.value)
    assert registry.changes() == ()
    # The same as text goes in.
    as_text = [{**row, "number": "007"} for row in rows]
    assert registry.import_table(as_text, mapping(**change)).kinds["nomination"].added == 1


def test_a_key_column_of_numbers_stops_the_import(registry):
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table({**{key: ["x"] for key in HEADINGS.split(",")}, "id": [1]})
    with pytest.raises(InvalidValue, match="is a key and holds numbers"):
        registry.import_table(table, MAPPING)


def test_cells_that_are_no_text(registry):
    cells = [{"a": 1}, datetime.timedelta(1), math.inf]
    report = registry.import_table([{**ROWS[0], "pages": cell} for cell in cells], MAPPING)
    assert [each.row for each in report.refused] == [1, 2, 3]
    assert [each.column for each in report.refused] == ["pages"] * 3
    ignore = "or name its column in the mapping's 'ignore' where nothing uses it"
    assert [each.reason for each in report.refused] == [
        f"a dict can't be a cell: give text, flatten it into columns, {ignore}",
        f"a timedelta can't be a cell: give text, {ignore}",
        "inf is no value",
    ]


def test_text_that_is_half_a_character_refuses_its_row(registry):
    rows = [{**ROWS[0], "book": "half \ud83d"}, ROWS[1]]
    report = registry.import_table(rows, MAPPING)
    assert [(each.row, each.column) for each in report.refused] == [(1, "book")]
    assert "character 6 is U+D83D" in report.refused[0].reason
    assert report.kinds["nomination"].added == 1
    with pytest.raises(InvalidValue, match="the name of a column"):
        registry.import_table([{**ROWS[0], "\ud83d": "x"}], MAPPING)


def test_a_list_that_nothing_splits_is_told_as_such(registry):
    report = registry.import_table([{**ROWS[0], "book": ["A", "B"]}, {**ROWS[1], "id": ["2", "3"]}], MAPPING)
    assert [(each.column, each.value) for each in report.refused] == [("book", "A;B"), ("id", "2;3")]
    assert all("'split'" in each.reason for each in report.refused)


@pytest.mark.parametrize("rows", [None, 1, b"bytes", {"id": ["1"]}, [1], [{(1,): "x"}]])
def test_what_is_no_table(registry, rows):
    with pytest.raises(TypeError):
        registry.import_table(rows, MAPPING)


def test_an_error_of_the_source_is_raised_as_it_was(registry):
    class Broken(str):
        __slots__ = ()

    class Source:
        def __arrow_c_stream__(self, requested_schema=None):
            raise KeyError("no such table")

    with pytest.raises(KeyError, match="no such table"):
        registry.import_table(Source(), MAPPING)


# Mappings


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"laurels_mapping": 2}, "laurels_mapping"),
        ({"awards": {}}, "there is no 'awards' here"),
        ({"edition": {"name": "year"}}, "Edition has no field 'name'"),
        ({"edition": {}}, "'category' needs 'edition'"),
        ({"nomination": {"outcome": {"column": "r", "values": {"Yes": "won", "yes ": "pending"}}}}, "two meanings"),
        ({"nomination": {"outcome": {"column": "r", "value": "won"}}}, "say one of"),
        ({"nomination": {"decided": {"column": "d", "date": "%d/%q"}}}, "a code that there is none of"),
        ({"nomination": {"title": {"column": "d", "date": "%Y"}}}, "are for dates"),
        ({"nomination": {"title": {"column": "t", "replace": [{"pattern": "(", "with": ""}]}}}, "is no pattern"),
        ({"nomination": {"title": {"column": "t", "replace": [{"pattern": "a", "with": "\\1"}]}}}, "nomination.title"),
        ({"nomination": {"reached.finalist": "d"}}, "reached.finalist"),
        ({"work": {"name": "a", "kind": {"value": "robot"}}}, "work.kind"),
        ({"nomination": {"outcome": {"column": "r", "values": {"x": "winner"}}}}, "nomination.outcome: 'winner'"),
        ({"nomination": {"outcome": {"column": "r", "patterns": [{"pattern": "x", "means": "winner"}]}}}, "'winner'"),
        ({"nomination": {"outcome": {"column": "r", "otherwise": "winner"}}}, "'winner'"),
        ({"nomination": {"place": {"value": "best"}}}, "nomination.place"),
        ({"nomination": {"decided": {"value": "1/5/2020"}}}, "nomination.decided"),
        ({"nomination": {"decided": {"column": "d", "values": {"x": "2020"}, "date": "%d/%m/%Y"}}}, "decided"),
        ({"nomination": {"decided": {"column": "d", "zone": "Mars/X"}}}, "nomination.decided"),
        ({"credits": [{"nominee": {"name": "a", "kind": {"value": "robot"}}}]}, "credits[0].nominee.kind"),
        ({"credits": [{"nominee": {"name": "a"}, "share": {"value": "most"}}]}, "credits[0].share"),
        ({"credits": [{"nominee": {"name": {"column": "a", "date": "%Y"}}}]}, "credits[0].nominee.name"),
        ({"prepare": [{"set": "a", "to": {"column": "b", "replace": [{"pattern": "c", "with": "\\1"}]}}]}, "].to"),
        ({"nomination": {"identifiers": "d"}}, "name one"),
        ({"nomination": {"category": "d"}}, "not filled from a table"),
        ({"together": True, "key": []}, "together"),
        ({"prepare": [{"extract": {"column": "a", "pattern": "b"}}]}, "no named group"),
        ({"prepare": [{"set": "a"}]}, "prepare"),
        ({"credits": [{"role": "r"}]}, "needs a 'nominee'"),
        ({"credits": [{"nominee": {"kind": "r"}}]}, "needs a 'name'"),
        ({"reading": {"delimiter": "::"}}, "expected one character"),
        ({"source": {"published": "yesterday"}}, "source.published"),
    ],
)
def test_a_mapping_that_is_wrong(change, says):
    with pytest.raises(InvalidValue, match="mapping") as error:
        Mapping(mapping(**change))
    assert says in str(error.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        "[" * 100_000,
        '{"laurels_mapping": 1, "laurels_mapping": 1}',
        '{"laurels_mapping": 18446744073709551616}',
        '{"laurels_mapping": NaN}',
        '{"laurels_mapping": 1, "data_set": "\\ud800"}',
    ],
)
def test_a_mapping_that_is_no_json(text):
    with pytest.raises(InvalidValue, match="mapping"):
        Mapping(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{\n  "laurels_mapping": 1,\n}', "line 3, column 1: unexpected '}'; expected string literal"),
        ('{"laurels_mapping": 1 "key": []}', "line 1, column 23: unexpected string literal; expected '}'"),
        ('{"laurels_mapping": 1,\n "about": "\x01"}', "line 2, column 12: invalid string: control character"),
        ('{"about": "ééé" "x"}', "line 1, column 17: unexpected string literal"),
        ('\ufeff{"about": tru}', "line 1, column 14: invalid literal"),
        ('{"about": 1e999}', "line 1, column 15: number overflow parsing '1e999'"),
        ("", "line 1, column 1: unexpected end of input"),
    ],
)
def test_where_a_mapping_is_no_json(tmp_path, text, says):
    path = tmp_path / "mapping.json"
    path.write_text(text)
    with pytest.raises(InvalidValue) as error:
        Mapping.read(path)
    assert str(error.value).startswith(f"{path}: mapping: not JSON: {says}")


def test_a_mapping_goes_to_json_and_back(tmp_path):
    first = Mapping(MAPPING)
    assert Mapping(first.to_json()) == first
    assert Mapping(first.to_dict()) == first
    path = tmp_path / "mapping.json"
    path.write_text(json.dumps(MAPPING))
    assert Mapping.read(path) == first
    assert first.data_set == "prizes"
    assert repr(first) == "<Mapping of 'prizes'>"
    with pytest.raises(laurels.MissingFile):
        Mapping.read(tmp_path / "none.json")
    with pytest.raises(laurels.FileError, match="cannot be read: File name too long") as error:
        Mapping.read(tmp_path / f"{'long' * 100}.json")
    assert not isinstance(error.value, laurels.MissingFile)
    with pytest.raises(laurels.FileError, match="is a folder, not a file") as error:
        Mapping.read(tmp_path)
    assert (error.value.path, error.value.errno) == (str(tmp_path), errno.EISDIR)


def test_the_mapping_needs_a_data_set(registry):
    with pytest.raises(InvalidValue, match="data_set"):
        registry.import_table(ROWS, mapping(data_set=""))


def test_a_mapping_is_proposed(registry, table):
    text = "Year,Category,Film,Nominees,Winner\n1999,Drama,A,X|Y,True\n1999,Drama,B,Z,False\n"
    proposed = Mapping.suggest(table(text), "prizes").to_dict()
    assert proposed["edition"] == {"label": "Year", "date": "Year"}
    assert proposed["category"] == {"name": "Category"}
    assert proposed["work"]["name"] == "Film"
    assert proposed["credits"][0]["split"] == {"columns": ["Nominees"], "by": ["|"]}
    assert proposed["nomination"]["outcome"]["values"] == {"True": "won", "False": "not_placed"}
    report = registry.import_table(table(text), proposed)
    assert report.kinds["nomination"].added == 2
    assert len(registry.nominations().outcome("won").rows()) == 1


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_a_mapping_is_proposed_for_files_of_other_ways(registry, table, delimiter, encoding):
    rows = ['Year;Category;"Film";Nominees', '1999;Drama;"A; B, or C|D";Ann Ö', "1999;Drama;E, F, G, H, I, J;Bob"]
    text = "\n".join(row.replace(";", delimiter) for row in rows) + "\n"
    reading = {} if encoding == "utf-8" else {"encoding": encoding}
    proposed = Mapping.suggest(table(text.encode(encoding)), "prizes", reading=reading or None)
    assert proposed.to_dict().get("reading", {}) == {
        **({} if delimiter == "," else {"delimiter": delimiter}),
        **reading,
    }
    assert proposed.to_dict()["work"]["name"] == "Film"
    if delimiter != ",":
        registry.import_table(table(text.encode(encoding)), proposed)
        assert registry.find(Nominee, "Ann Ö")
        assert registry.find(Nominee, "E, F, G, H, I, J".replace(";", delimiter))


def test_a_proposal_keeps_to_the_delimiter_that_is_named(table):
    proposed = Mapping.suggest(table("Year;Film\n1999;A\n"), "prizes", reading={"delimiter": ","}).to_dict()
    assert "one column only" in proposed["about"]
    assert "'delimiter'" in proposed["about"]
    assert "one column" not in Mapping.suggest(table("Year;Film\n1999;A\n"), "prizes").to_dict()["about"]


def test_a_proposal_for_headings_with_commas(table):
    path = table('"Film, or album";"Year"\n"A, B";"1999"\n')
    assert Mapping.suggest(path, "prizes").to_dict()["reading"] == {"delimiter": ";"}
    with pytest.raises(InvalidValue, match="the file is empty"):
        Mapping.suggest(table(""), "prizes")


def test_a_proposal_says_what_it_can_be_given(table):
    path = table("Year,Film\n1999,Ö\n".encode("cp1252"))
    with pytest.raises(InvalidValue, match=r"'encoding' the file has in reading= of suggest\(\)"):
        Mapping.suggest(path, "prizes")
    with pytest.raises(InvalidValue, match="'encoding' in reading= of suggest"):
        Mapping.suggest(path, "prizes", reading={"encoding": "klingon"})
    with pytest.raises(InvalidValue, match="reading"):
        Mapping.suggest(path, "prizes", reading={"separator": ";"})


@pytest.mark.parametrize(
    ("days", "form", "about"),
    [
        (["2025-11-20", "2025-11"], None, None),
        (["20/06/2025", "01/07/2025"], "%d/%m/%Y", None),
        (["06/20/2025", "07/01/2025"], "%m/%d/%Y", None),
        (["01/07/2025", "02/07/2025"], "%d/%m/%Y", "may be %d/%m/%Y or %m/%d/%Y"),
        (["20.06.2025", ""], "%d.%m.%Y", None),
        (["20 June 2025", "1 July 2025"], "%d %B %Y", None),
        (["June 20, 2025"], "%B %d, %Y", None),
        (["June 2025"], "%B %Y", None),
        (["20/06/2025", "to be confirmed"], None, "Not all of 'Ceremony date' are days of one form"),
        (["2025-11-20T19:30:00"], None, "of clock times the 'zone'"),
    ],
)
def test_a_proposal_finds_the_form_of_dates(days, form, about):
    rows = [{"Year": "2025", "Name": f"N{number}", "Ceremony date": day} for number, day in enumerate(days)]
    proposed = Mapping.suggest(rows, "awards").to_dict()
    column = "Ceremony date"
    assert proposed["ceremony"]["date"] == ({"column": column, "date": form} if form else column)
    said = proposed["about"].partition("before you use it.")[2]
    assert (about in said) if about else not said


def test_a_proposal_fills_down_and_says_what_it_does_not_understand():
    rows = [
        {"Year": "2024", "Author": "A", "Result": "Shortlist"},
        {"Year": "", "Author": "B", "Result": "Winner"},
    ]
    proposed = Mapping.suggest(rows, "prizes").to_dict()
    assert proposed["prepare"] == [{"fill_down": ["Year"]}]
    assert "Empty cells of 'Year' take what stands above them" in proposed["about"]
    assert proposed["nomination"]["stage"]["values"] == {"Shortlist": "shortlisted", "Winner": ""}
    rows[1]["Result"] = "grand prix"
    assert "'Result' says of who won is not understood" in Mapping.suggest(rows, "prizes").to_dict()["about"]


@pytest.mark.parametrize(
    ("text", "is_"),
    [
        ("14 November 2025", "2025-11-14"),
        ("November 2025", "2025-11"),
        ("Nov. 2025", "2025-11"),
        ("2025", "2025"),
    ],
)
def test_parts_of_a_date_that_may_be_missing(registry, text, is_):
    nomination = {**MAPPING["nomination"], "decided": {"column": "day", "date": "[[%d ]%B ]%Y"}}
    assert not registry.import_table([{**ROWS[0], "day": text}], mapping(nomination=nomination)).refused
    assert str(registry.all(Nomination)[0].decided) == is_


@pytest.mark.parametrize(
    ("text", "form", "reason"),
    [
        ("14 November", "[[%d ]%B ]%Y", "with or without what stands in brackets"),
        ("5 de marzo de 2024", "%d de %B de %Y", "expected an English month, found 'marzo'"),
    ],
)
def test_dates_of_no_such_form(registry, text, form, reason):
    nomination = {**MAPPING["nomination"], "decided": {"column": "day", "date": form}}
    report = registry.import_table([{**ROWS[0], "day": text}], mapping(nomination=nomination))
    assert reason in report.refused[0].reason
    assert (report.refused[0].column, report.refused[0].value) == ("day", text)


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ("[%d %B %Y", "a bracket without the other"),
        ("%d %B]%Y", "a bracket without the other"),
        ("%d[ %Y]", "no year"),
        ("[%d][%d][%d][%d][%d][%d][%d]%Y", "more than six"),
    ],
)
def test_forms_that_are_none(registry, form, reason):
    mapped = mapping(nomination={"decided": {"column": "day", "date": form}})
    with pytest.raises(InvalidValue, match=reason):
        registry.import_table([{**ROWS[0], "day": "2025"}], mapped)


@pytest.mark.parametrize("step", [{"skip": {"column": "id"}}, {"set": "title", "to": "id", "when": {"column": "id"}}])
def test_a_condition_needs_a_pattern(step):
    with pytest.raises(InvalidValue, match=r"prepare\[0\].*say which 'pattern' the column has"):
        Mapping({**MAPPING, "prepare": [step]})


def test_a_column_of_winners_beside_one_of_nominees(registry):
    rows = [{"year": "2025", "nominees": "Ann Ash; Bob Birch; Cy Cedar", "winner": "BOB BIRCH"}]
    rows += [{"year": "2026", "nominees": "Dee Dogwood; Ed Elder", "winner": ""}]
    won = {"set": "result", "to": {"value": "won"}, "when": {"column": "nominees", "same": "winner"}}
    steps = [{"split": {"columns": ["nominees"], "by": "; "}}, won]
    described = mapping(prepare=steps, key=["year", "nominees"], award={"name": {"value": "P"}})
    described["credits"] = [{"nominee": {"name": "nominees", "kind": {"value": "person"}}}]
    described["nomination"] = {"outcome": {"column": "result", "values": {"won": "won"}}}
    del described["work"]
    registry.import_table(rows, described)
    outcomes = [str(nomination.outcome) for nomination in registry.all(Nomination)]
    assert outcomes == ["pending", "won", "pending", "pending", "pending"]
    assert Mapping(Mapping(described).to_json()) == Mapping(described)


def test_an_empty_cell_that_means_nothing_is_no_reason(registry):
    none = {"column": "none", "values": {"no entry was good": "no entry was good", "-": "", "": ""}}
    category = {**MAPPING["category"], "no_award": none}
    rows = [{**ROWS[0], "none": ""}, {**ROWS[0], "id": "90", "year": "1950", "none": "-"}]
    registry.import_table(rows, mapping(category=category))
    assert sorted(str(one.no_award) for one in registry.all(laurels.Category)) == ["", "None"]
    assert registry.count(Nomination) == 1


@pytest.mark.parametrize(
    "title",
    [
        {"column": "title", "replace": [{"pattern": ".", "with": "\\0" * 1000}] * 3},
        {"column": "title", "patterns": [{"pattern": ".*", "means": "\\0" * (1 << 20)}]},
    ],
)
def test_a_mapping_that_makes_a_text_without_end(registry, title):
    nomination = {**MAPPING["nomination"], "title": title}
    report = registry.import_table([{**ROWS[0], "title": "T" * 40}], mapping(nomination=nomination))
    assert "makes a text of over" in report.refused[0].reason
    doubling = [{"set": "book", "to": {"text": "{book}{book}"}}] * 40
    report = registry.import_table([{**ROWS[0], "book": "T" * 10}], mapping(prepare=doubling))
    assert "makes a text of over" in report.refused[0].reason


def test_a_mapping_that_makes_rows_without_end(registry):
    splits = [{"split": {"columns": [column], "by": ";"}} for column in ("a", "b", "c")]
    parts = ";".join(map(str, range(50)))
    report = registry.import_table([{**ROWS[0], "a": parts, "b": parts, "c": parts}], mapping(prepare=splits))
    assert "makes more than 100000 rows of it" in report.refused[0].reason
    assert report.change == 0


def test_a_dictionary_that_has_no_such_entry(registry):
    pyarrow = pytest.importorskip("pyarrow")
    wrong = pyarrow.DictionaryArray.from_arrays(pyarrow.array([9]), pyarrow.array(["x"]), safe=False)
    text = {column: pyarrow.array(["x"]) for column in HEADINGS.split(",")}
    with pytest.raises(InvalidValue, match="has the entry 9 of its dictionary, which has 1"):
        registry.import_table(pyarrow.table({**text, "book": wrong}), MAPPING)


@pytest.mark.parametrize(
    ("labels", "date", "about"),
    [
        (["1999/00", "2000/01"], {"column": "Season", "date": "%Y/%y"}, None),
        (["1999-00", "2000-01"], {"column": "Season", "date": "%Y-%y"}, None),
        (["2001-02", "2002-03"], "Season", "may be EDTF (2025-11-20) or %Y-%y"),
        (["97th", "98th"], None, None),
    ],
)
def test_a_proposal_finds_the_years_of_editions(labels, date, about):
    rows = [{"Season": label, "Name": "N"} for label in labels]
    proposed = Mapping.suggest(rows, "awards").to_dict()
    assert proposed["edition"] == {"label": "Season", **({"date": date} if date else {})}
    said = proposed["about"].partition("before you use it.")[2]
    assert (about in said) if about else not said


# What people see, and how it ends


def test_the_report_is_shown(registry, table):
    report = registry.import_table(table(TEXT + "3,P\n"), MAPPING)
    assert "3 rows read; written as change 1" in str(report)
    assert "line 4, row 3: it has 2 cells" in str(report)
    assert repr(report) == "<ImportReport: 3 rows read; written as change 1, 1 refused>"
    assert "refused: 1" in report._repr_html_()
    assert repr(report.refused[0]).startswith("<Refusal in line 4: it has 2 cells")


def test_progress_is_told(registry):
    told = []
    registry.import_table(ROWS, MAPPING, progress=told.append)
    assert told[-1] == 2
    with pytest.raises(ZeroDivisionError):
        registry.import_table(ROWS, mapping(data_set="again"), progress=lambda rows: rows / 0)
    assert len(registry.changes()) == 1
    registry.import_table(ROWS, MAPPING, progress=True)


def many_rows(count: int):
    return (
        {
            "id": f"n{n}",
            "prize": "P",
            "year": str(1900 + n // 50),
            "result": "won",
            "book": f"Book {n}",
            "authors": f"A {n}",
        }
        for n in range(count)
    )


def test_rows_come_from_where_only_one_thread_may_ask(registry):
    """While some rows are written another thread works out what the next ones say, but asks for none."""
    threads = set()
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE row (id, prize, year, result, book, authors)")
        database.executemany(
            "INSERT INTO row VALUES (?, ?, ?, ?, ?, ?)", [tuple(row.values()) for row in many_rows(3000)]
        )
        database.row_factory = sqlite3.Row

        def rows():
            for row in database.execute("SELECT * FROM row"):
                threads.add(threading.get_ident())
                yield dict(row)

        report = registry.import_table(rows(), MAPPING)
    assert threads == {threading.get_ident()}
    assert report.kinds["nomination"].added == 3000
    assert report.rows == 3000
    works = [nomination.work for nomination in registry.nominations()]
    assert works[::500] == [f"Book {n}" for n in range(0, 3000, 500)]


@pytest.mark.parametrize("arrow", [False, True])
def test_what_is_refused_far_into_a_table_is_told_by_its_row(registry, arrow):
    rows = list(many_rows(2600))
    for n in (3, 700, 1023, 1024, 2599):
        rows[n] = {**rows[n], "result": "perhaps"}
    if arrow:
        rows = pytest.importorskip("pyarrow").Table.from_pylist(rows)
    report = registry.import_table(rows, MAPPING)
    assert [refusal.row for refusal in report.refused] == [4, 701, 1024, 1025, 2600]
    assert report.kinds["nomination"].added == 2595
    with pytest.raises(InvalidValue, match=r"^row 4, column 'result', 'perhaps'"):
        registry.import_table(rows, MAPPING, strict=True)


def test_a_source_that_fails_far_into_a_table_leaves_nothing(registry):
    def rows():
        yield from many_rows(2000)
        raise KeyError("the source broke")

    with pytest.raises(KeyError, match="the source broke"):
        registry.import_table(rows(), MAPPING)
    assert registry.info().changes == 0


def test_ctrl_c_leaves_the_file_as_it_was(path):
    main = threading.main_thread()

    def rows():
        for number in range(200_000):
            if number == 50_000:
                signal.pthread_kill(main.ident, signal.SIGINT)
            yield 0, [str(number), "P", "1999", "", f"Book {number}", "Name", ""], None

    with laurels.open(path, actor="tester") as registry:
        tables = laurels._tables
        made = tables.table
        tables.table = lambda *_: (HEADINGS.split(","), rows())
        try:
            with pytest.raises(KeyboardInterrupt):
                registry.import_table([], MAPPING)
        finally:
            tables.table = made
        assert registry.changes() == ()
        registry.import_table(ROWS, MAPPING)
        check(registry)


def test_an_import_is_one_change_that_can_be_undone(path):
    with laurels.open(path, actor="tester") as registry:
        report = registry.import_table(ROWS, MAPPING, actor="importer", reason="the spring list")
        change = registry.changes()[0]
        assert (change.data_set, change.actor, change.reason) == ("prizes", "importer", "the spring list")
        assert change.source == laurels.Source("A list of prizes")
        registry.revert(report.change, reason="the wrong list")
        assert registry.nominations().count() == 0
        assert registry.verify()
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)


# Several rows of one


def test_a_column_for_each_category(registry):
    """As wide tables are: years down, categories across, winners together in one cell."""
    wide = [
        {"year": "2020", "Best film": "A; B", "Best song": "C", "host": "Name One"},
        {"year": "2021", "Best film": "D", "Best song": "", "host": "Name Two"},
    ]
    described = {
        "laurels_mapping": 1,
        "data_set": "wide",
        "prepare": [
            {"unpivot": {"columns": ["Best film", "Best song"], "name": "category", "value": "title"}},
            {"split": {"columns": ["title"], "by": "; "}},
            {"set": "series", "to": {"column": "category", "replace": [{"pattern": "^Best ", "with": ""}]}},
        ],
        "key": ["year", "category", "title"],
        "award": {"name": {"value": "P"}},
        "edition": {"label": "year"},
        "series": {"name": "series"},
        "category": {"name": "category"},
        "nomination": {"title": "title", "outcome": {"value": "won"}},
    }
    report = registry.import_table(wide, described)
    assert (report.rows, report.kinds["nomination"].added) == (2, 4)
    assert [(row.edition, row.category, row.series, row.title) for row in registry.nominations()] == [
        ("2020", "Best film", "film", "A"),
        ("2020", "Best film", "film", "B"),
        ("2020", "Best song", "song", "C"),
        ("2021", "Best film", "film", "D"),
    ]
    assert registry.all(Nomination)[1].extra == {"host": "Name One"}
    assert registry.import_table(wide, described).change == 0
    assert Mapping(described).to_dict()["prepare"] == [
        *described["prepare"][:1],
        {"split": {"columns": ["title"], "by": ["; "]}},
        described["prepare"][2],
    ]


def test_a_column_for_each_year(registry):
    """Next year's too, since a pattern says which they are."""
    rows = [{"prize": "P", "genre": "Fiction", "1999": "Ann Ash", "2000": "Bo Birk"}]
    rows += [{"prize": "P", "genre": "Poetry", "1999": "Cy Cedar", "2000": ""}]
    years = {
        **{key: MAPPING[key] for key in ("laurels_mapping", "data_set", "award", "edition")},
        "prepare": [{"unpivot": {"pattern": "^[0-9]{4}$", "name": "year", "value": "who"}}],
        "category": {"name": "genre"},
        "nomination": {"outcome": {"value": "won"}},
        "credits": [{"nominee": {"name": "who", "kind": {"value": "person"}}}],
    }
    assert Mapping(years).to_dict()["prepare"] == years["prepare"]
    registry.import_table(rows, years)
    found = [(row.edition, row.category, row.nominees) for row in registry.nominations()]
    assert found == [
        ("1999", "Fiction", ("Ann Ash",)),
        ("2000", "Fiction", ("Bo Birk",)),
        ("1999", "Poetry", ("Cy Cedar",)),
    ]
    later = [{**rows[0], "2001": "Di Elm"}, rows[1]]
    assert registry.import_table(later, years).kinds["nomination"].added == 1
    assert not any(nomination.extra for nomination in registry.all(Nomination))
    with pytest.raises(InvalidValue, match=r"no heading has the pattern .*; the table has 'prize', 'genre', 'who'"):
        registry.import_table([{"prize": "P", "genre": "Fiction", "who": "Ann Ash"}], years)
    both = {**years["prepare"][0]["unpivot"], "columns": ["1999"]}
    with pytest.raises(InvalidValue, match="'columns' become rows, or by which 'pattern'"):
        Mapping({**years, "prepare": [{"unpivot": both}]})


def test_winner_and_runner_up_in_one_row(registry):
    described = {
        "laurels_mapping": 1,
        "data_set": "finals",
        "prepare": [{"unpivot": {"columns": ["winner", "runner-up"], "name": "result", "value": "team"}}],
        "award": {"name": {"value": "P"}},
        "edition": {"label": "year"},
        "category": {"name": {"value": "Final"}},
        "nomination": {"outcome": {"column": "result", "values": {"winner": "won", "runner-up": "runner_up"}}},
        "credits": [{"nominee": {"name": "team"}}],
    }
    registry.import_table([{"year": "1999", "winner": "A", "runner-up": "B"}], described)
    assert [(row.nominees, str(row.outcome)) for row in registry.nominations()] == [
        (("A",), "won"),
        (("B",), "runner_up"),
    ]


@pytest.mark.parametrize(
    ("step", "says"),
    [
        ({"unpivot": {"columns": ["winner"], "name": "result"}}, "which what stands there, 'value'"),
        ({"unpivot": {"columns": [], "name": "result", "value": "team"}}, "which 'columns' become rows"),
        ({"unpivot": {"columns": ["nobody"], "name": "a", "value": "b"}}, "no column 'nobody'"),
        (
            {"split": {"columns": ["winner"], "by": "; "}, "skip": {"column": "winner", "pattern": "^$"}},
            "a step is one of",
        ),
    ],
)
def test_steps_that_make_no_rows(registry, step, says):
    described = {
        "laurels_mapping": 1,
        "data_set": "finals",
        "prepare": [step],
        "award": {"name": "winner"},
        "edition": {"label": {"value": "1999"}},
    }
    with pytest.raises(InvalidValue, match=says):
        registry.import_table([{"winner": "A"}], described)


def test_a_row_whose_parts_do_not_fit_adds_nothing(registry):
    described = MAPPING | {"prepare": [{"split": {"columns": ["book", "id"], "by": "; "}}], "credits": []}
    row = ROWS[0] | {"id": "1; 2; 3", "book": "A; B"}
    report = registry.import_table([row], described)
    assert "which belongs to which cannot be told" in report.refused[0].reason
    assert report.change == 0


# What a mapping can't mean, and what it leaves out


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            {"prepare": [{"set": "q", "to": {"column": "book", "date": "%Y"}}]},
            r"at prepare\[0\]\.to: a column has text",
        ),
        (
            {"prepare": [{"unpivot": {"columns": ["a"], "name": "v", "value": " v"}}]},
            "'name' and 'value' are one column",
        ),
        (
            {"work": {"name": "book", "kind": {"value": "person"}}},
            "at work.kind: what a nomination is for is of the kind",
        ),
        ({"credits": [{"nominee": {"name": "book", "kind": {"value": "work"}}}]}, "who is credited is no work"),
    ],
)
def test_what_never_fits_is_found_in_the_mapping(change, says):
    with pytest.raises(InvalidValue, match=says):
        Mapping(mapping(**change))


def test_a_column_is_used_or_ignored(registry):
    with pytest.raises(InvalidValue, match="at ignore: the column 'book' is used elsewhere"):
        registry.import_table(ROWS, mapping(ignore=["book"]))


def test_what_is_ignored_may_be_anything(registry):
    rows = [{**row, "links": {"self": "x"}} for row in ROWS]
    assert len(registry.import_table(rows, MAPPING).refused) == 2
    assert not registry.import_table(rows, mapping(ignore=["links"])).refused


def test_a_work_is_a_work(registry):
    registry.import_table(ROWS, mapping(work={"name": "book"}))
    assert {nominee.name for nominee in registry.all(Nominee) if nominee.kind == "work"} == {"A", "B"}


def test_a_row_whose_credits_do_not_fit_leaves_nothing_behind(registry):
    credit = {**MAPPING["credits"][0], "share": "part"}
    report = registry.import_table([{**ROWS[0], "part": "2/3"}], mapping(credits=[credit]))
    assert "make more than the whole" in report.refused[0].reason
    assert report.change == 0


@pytest.mark.parametrize("arrow", [False, True])
def test_headings_are_one_line(registry, arrow):
    rows = [{**ROWS[0], "Points\n(total)": "5"}]
    if arrow:
        rows = pytest.importorskip("pyarrow").Table.from_pylist(rows)
    assert not registry.import_table(rows, MAPPING).refused
    assert registry.all(Nomination)[0].extra == {"Points (total)": "5"}
    assert registry.import_table(rows, mapping(ignore=["Points\n(total)"])).change == 0


def test_headings_that_are_numbers(registry):
    report = registry.import_table([{**ROWS[0], 2019: "5"}], MAPPING)
    assert not report.refused
    assert registry.all(Nomination)[0].extra == {"2019": "5"}


def test_a_table_without_nominations_says_what_it_leaves_out(registry):
    dates = {key: MAPPING[key] for key in ("laurels_mapping", "data_set", "award", "edition")}
    report = registry.import_table(ROWS, {**dates, "ignore": ["id"]})
    assert "the columns 'result', 'book', 'authors', 'pages' go nowhere" in str(report)


def test_rows_that_name_nobody_are_remarked_on(registry):
    nameless = [{"prize": "P", "year": "1999", "result": "won"}, {**ROWS[0]}, {"prize": "P", "year": "2000"}]
    report = registry.import_table(nameless, {key: value for key, value in MAPPING.items() if key != "key"})
    assert "2 rows name nothing and nobody that is nominated, the first of them in row 1" in str(report)


def test_a_table_that_is_not_there(registry, tmp_path):
    with pytest.raises(laurels.MissingFile, match="there is no table at"):
        registry.import_table(tmp_path / "none.csv", MAPPING)


@pytest.mark.parametrize(
    "ask", [lambda r, path: r.import_table(path, MAPPING), lambda _, path: Mapping.suggest(path, "p")]
)
def test_a_table_that_is_a_folder(registry, tmp_path, ask):
    with pytest.raises(laurels.FileError, match="is a folder, not a file") as error:
        ask(registry, tmp_path)
    assert (error.value.path, error.value.filename) == (str(tmp_path), str(tmp_path))
    if os.name != "nt":  # there it is one of access
        assert error.value.errno == errno.EISDIR


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that opens and can't be read")
def test_a_table_that_can_not_be_read(registry):
    with pytest.raises(laurels.FileError, match="'/proc/self/mem' cannot be read: ") as error:
        registry.import_table("/proc/self/mem", MAPPING)
    assert error.value.errno == errno.EIO


@pytest.mark.parametrize("begin", [b"PK\x03\x04\x14\0", b"\xd0\xcf\x11\xe0\xa1\xb1"])
@pytest.mark.parametrize("reading", [{}, {"encoding": "latin-1", "headings": ["id"]}])
def test_a_workbook_is_no_text_file(registry, table, begin, reading):
    path = table(begin + b"\0\n\xff" * 50, "table.xlsx")
    says = r"table\.xlsx: it is a workbook .* save it as CSV, or give what pandas\.read_excel\(\) returns"
    with pytest.raises(InvalidValue, match=says):
        registry.import_table(path, mapping(reading=reading))
    with pytest.raises(InvalidValue, match=says):
        Mapping.suggest(path, "prizes", reading=reading)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes that have names")
def test_a_table_from_a_pipe(registry, tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    thread = threading.Thread(target=path.write_text, args=[TEXT])
    thread.start()
    assert registry.import_table(path, MAPPING).kinds["nomination"].added == 2
    thread.join()


@pytest.mark.parametrize("name", ["table.tsv", "TABLE.TSV", "table.tab"])
def test_the_name_of_a_file_may_say_that_it_has_tabs(registry, table, name):
    tabs = TEXT.replace(",", "\t").replace("Name Three", "Three, Name")
    assert registry.import_table(table(tabs, name), MAPPING).kinds["nomination"].added == 2
    assert "Three, Name" in {each.name for each in registry.all(Nominee)}
    assert Mapping.suggest(table(tabs, name), "p").to_dict()["reading"] == {"delimiter": "\t"}
    # What the mapping says goes before, and so does what the file holds.
    bars = mapping(reading={"delimiter": "|"})
    assert not registry.import_table(table(TEXT.replace(",", "|"), name), bars).refused
    assert not registry.import_table(table(TEXT, name), MAPPING).refused
    assert not registry.import_table(table("a\tb\n" + tabs, name), mapping(reading={"skip_lines": 1})).refused


@pytest.mark.parametrize("delimiter", [";", "\t", ",", "^"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_first_line_that_names_the_delimiter(registry, table, delimiter, encoding):
    lines = [line.replace("; Name Two", "").replace(",", delimiter) for line in TEXT.splitlines()]
    path = table("\r\n".join([f"sep={delimiter}", *lines, "3", ""]).encode(encoding))
    reading = {"encoding": encoding}
    proposed = Mapping.suggest(path, "prizes", reading=reading)
    assert proposed.to_dict()["reading"].get("delimiter", ",") == delimiter
    assert proposed.to_dict()["key"] == ["id"]
    report = registry.import_table(path, mapping(reading=reading))
    assert report.kinds["nomination"].added == 2
    assert [each.line for each in report.refused] == [5]
    for more in ({"delimiter": delimiter}, {"skip_lines": 1}):
        assert registry.import_table(path, mapping(reading={**reading, **more})).kinds["nomination"].unchanged == 2


@pytest.mark.parametrize("first", ["sep=", "sep=ab", "sep=x", 'sep="', " sep=;"])
def test_a_first_line_that_names_no_delimiter(registry, table, first):
    path = table(f"{first}\n1\n")
    with pytest.raises(InvalidValue) as error:
        registry.import_table(path, mapping(reading={"quote": '"'}))
    assert "no column 'prize'" in str(error.value) or "unexpected end of data" in str(error.value)


def test_skipped_lines_end_with_the_file(registry, table):
    # Were they counted, this would take minutes.
    with pytest.raises(InvalidValue, match="no line is left after 'skip_lines' in the mapping's 'reading'"):
        registry.import_table(table(TEXT), mapping(reading={"skip_lines": 1_000_000_000}))


def test_a_stream_that_is_none(registry):
    pyarrow = pytest.importorskip("pyarrow")
    schema = pyarrow.schema([("id", "string")]).__arrow_c_schema__()
    for given in (None, 1, schema):

        class Source:
            def __arrow_c_stream__(self, requested_schema=None, given=given):
                return given

        with pytest.raises(
            InvalidValue, match="__arrow_c_stream__ gave no capsule named arrow_array_stream, but "
        ) as e:
            registry.import_table(Source(), MAPPING)
        assert repr(given) in str(e.value)


def test_a_frame_of_mixed_types(registry):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame([{**ROWS[0], "pages": 462}, {**ROWS[1], "pages": "—"}], dtype=object)
    with pytest.raises(InvalidValue, match=r"the table gives no Arrow stream: .*pages"):
        registry.import_table(frame, MAPPING)


def test_a_row_without_an_award_that_names_somebody_is_remarked_on(registry):
    table = [{**row, "none": "nobody was worthy"} for row in ROWS]
    none = mapping(category={"name": {"value": "Fiction"}, "no_award": "none"})
    report = registry.import_table(table, none)
    assert "2 rows say that there was no award" in str(report)
    assert "the first of them 'A' in row 1" in str(report)
    assert registry.count(Nomination) == 0
    assert not registry.import_table(table, none).remarks


@pytest.mark.parametrize(
    ("text", "form", "is_"),
    [
        ("2024-09-05T20:00", None, "2024-09-05T20:00[America/New_York]"),
        ("2024-09-05T20:00:00", None, "2024-09-05T20:00[America/New_York]"),
        ("2024-09-05T20:00+01:00", None, "2024-09-05T15:00[America/New_York]"),
        ("2024-12-05T01:30:00Z", None, "2024-12-04T20:30[America/New_York]"),
        ("05.09.2024 20:00 +0100", "%d.%m.%Y %H:%M %z", "2024-09-05T15:00[America/New_York]"),
        ("2024-09-05T20:00[Europe/London]", None, "2024-09-05T20:00[Europe/London]"),
    ],
)
def test_the_zone_of_the_mapping(registry, text, form, is_):
    decided = {"column": "day", "zone": "America/New_York", **({"date": form} if form else {})}
    nomination = {**MAPPING["nomination"], "decided": decided}
    assert not registry.import_table([{**ROWS[0], "day": text}], mapping(nomination=nomination)).refused
    assert str(registry.all(Nomination)[0].decided) == is_


def test_a_proposal_knows_what_people_call_things():
    rows = [{"Ref": "A1", "Year": "2025", "Team": "T", "Rank": "1", "Ceremony date": "2025-11-20"}]
    proposed = Mapping.suggest(rows, "awards").to_dict()
    assert proposed["key"] == ["Ref"]
    assert proposed["nomination"] == {"place": "Rank"}
    assert proposed["ceremony"] == {"date": "Ceremony date"}
    assert proposed["credits"] == [{"nominee": {"name": "Team", "kind": {"value": "team"}}}]
    assert proposed["edition"] == {"label": "Year", "date": "Year"}
    guessed = Mapping.suggest([{"Jahr": "2020", "Preisträger": name} for name in ("Ann Ash", "Bo Birk")], "awards")
    assert guessed.to_dict()["credits"][0]["nominee"]["name"] == "Preisträger"
    assert "it is a guess that 'Preisträger' does" in guessed.to_dict()["about"]


@pytest.mark.parametrize("_", range(3))
def test_what_is_wrong_first_is_told_however_far_was_read(registry, tmp_path, _):
    text = "year,name,result\n" + "".join(f"{2000 + n % 7},Name {n},won\n" for n in range(4_000))
    path = tmp_path / "rows.csv"
    table = text.replace("Name 600,won", "Name 600,perhaps").replace("Name 1500,", "Name \xff,")
    path.write_bytes(table.encode("latin-1"))
    rules = {
        "laurels_mapping": 1,
        "data_set": "long",
        "award": {"name": {"value": "P"}},
        "edition": {"label": "year"},
        "category": {"name": {"value": "C"}},
        "nomination": {"outcome": {"column": "result", "values": {"won": "won"}}},
        "credits": [{"nominee": {"name": "name"}}],
    }
    with pytest.raises(InvalidValue, match="line 602, column 'result', 'perhaps'"):
        registry.import_table(path, rules, strict=True)
    with pytest.raises(InvalidValue, match="near line 1,"):
        registry.import_table(path, rules)
    assert not registry.changes()
