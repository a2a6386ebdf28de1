"""Tables in, from whatever Python has them in; and what is wrong with a table is told with its place."""

from __future__ import annotations

import datetime
import json
import math
import signal
import sqlite3
import threading
from contextlib import closing
from decimal import Decimal
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
    for bad in ([b"1"], [{"a": 1}], [datetime.time(1)]):
        with pytest.raises(InvalidValue, match="column 'id' has the Arrow type"):
            registry.import_table(pyarrow.table({"id": bad}), MAPPING)
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
        (TEXT + '3,P,1999,,"B,Name', "line 4: unexpected end of data"),
        (HEADINGS + ",id\n", "two columns are named 'id'"),
        (b"id,prize\n1,\xff\xfe\n", "say which 'encoding'"),
    ],
)
def test_a_file_that_can_not_be_read(registry, table, text, says):
    with pytest.raises(InvalidValue, match=says.replace("(", r"\(")):
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


def test_a_key_column_of_numbers_stops_the_import(registry):
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table({**{key: ["x"] for key in HEADINGS.split(",")}, "id": [1]})
    with pytest.raises(InvalidValue, match="is a key and holds numbers"):
        registry.import_table(table, MAPPING)


def test_cells_that_are_no_text(registry):
    rows = [{**ROWS[0], "pages": {"a": 1}}, {**ROWS[1], "pages": math.inf}]
    report = registry.import_table(rows, MAPPING)
    assert [each.row for each in report.refused] == [1, 2]
    assert "column 'pages': a dict" in report.refused[0].reason


@pytest.mark.parametrize("rows", [None, 1, b"bytes", {"id": ["1"]}, [1], [{1: "x"}]])
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


def test_the_mapping_needs_a_data_set(registry):
    with pytest.raises(InvalidValue, match="data_set"):
        registry.import_table(ROWS, mapping(data_set=""))


def test_a_mapping_is_proposed(registry, table):
    text = "Year,Category,Film,Nominees,Winner\n1999,Drama,A,X|Y,True\n1999,Drama,B,Z,False\n"
    proposed = Mapping.suggest(table(text), "prizes").to_dict()
    assert proposed["edition"] == {"label": "Year"}
    assert proposed["category"] == {"name": "Category"}
    assert proposed["work"]["name"] == "Film"
    assert proposed["credits"][0]["split"] == {"columns": ["Nominees"], "by": ["|"]}
    assert proposed["nomination"]["outcome"]["values"] == {"True": "won", "False": "not_placed"}
    report = registry.import_table(table(text), proposed)
    assert report.kinds["nomination"].added == 2
    assert len(registry.nominations().outcome("won").rows()) == 1


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
