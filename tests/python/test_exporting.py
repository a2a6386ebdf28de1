"""What goes out for others: CSV and back, tables that other packages take, calendars, announcements."""

from __future__ import annotations

import csv
import datetime as dt
import io
import subprocess
import sys

import laurels
import pytest
from laurels import Award, Category, Ceremony, Credit, Deadline, Edition, Nomination, Nominee, When


@pytest.fixture
def registry():
    with laurels.in_memory(actor="communications") as registry:
        award = registry.add(Award("=Social Work Awards"))
        edition = registry.add(Edition(award, "2025"))
        category = registry.add(Category(edition, "Team of the Year"))
        council = registry.add(Nominee("Leeds City Council", kind="organisation"))
        teams = [registry.add(Nominee(name, part_of=council)) for name in ("+Fostering", "Adoption, Leeds")]
        registry.add(Nomination(category, "A home for good", credits=teams, stage="shortlisted"))
        registry.add(Nomination(category, '@home "again"', credits=[Credit(teams[0], role="lead")]))
        registry.add(Ceremony(edition, date="2025-11", place="Leeds"))
        registry.add(Deadline(edition, "Entries close", date="2025-06-30T17:00[Europe/London]"))
        yield registry


def first(registry, kind):
    return registry.all(kind)[0]


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


# CSV


def test_csv_has_what_is_public(registry, tmp_path):
    registry.nominations().to_csv(tmp_path / "public.csv")
    assert [row["id"] for row in read(tmp_path / "public.csv")] == ["nomination:1"]
    registry.nominations().to_csv(tmp_path / "all.csv", everything=True)
    rows = read(tmp_path / "all.csv")
    assert [row["title"] for row in rows] == ["A home for good", '\'@home "again"']
    assert rows[0]["nominees"] == "'+Fostering\nAdoption, Leeds"
    assert rows[0]["nominee_ids"] == "nominee:2\nnominee:3"
    assert rows[0]["award"] == "'=Social Work Awards"


def test_csv_to_files_of_text_and_bytes(registry):
    text, data = io.StringIO(newline=""), io.BytesIO()
    registry.ceremonies().to_csv(text)
    registry.ceremonies().to_csv(data, guard=False, byte_order_mark=True)
    assert text.getvalue().splitlines()[1].startswith("ceremony:1,award:1,edition:1,'=Social Work Awards,2025,,2025-11")
    assert data.getvalue().startswith(b"\xef\xbb\xbfid,award_id")
    assert b",=Social Work Awards," in data.getvalue()


def test_csv_errors(registry, tmp_path):
    with pytest.raises(laurels.FileError, match="is its folder there"):
        registry.deadlines().to_csv(tmp_path / "no" / "deadlines.csv")
    with pytest.raises(TypeError, match="file"):
        registry.deadlines().to_csv(3)
    with registry.transaction() as change, pytest.raises(laurels.TransactionError, match="commit the change"):
        change.nominations().to_csv(tmp_path / "open.csv")
    assert list(tmp_path.iterdir()) == []

    class Full:
        def write(self, data):
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        registry.deadlines().to_csv(Full())


def test_csv_comes_back_with_exactly_what_was_edited(registry, tmp_path):
    path = tmp_path / "edited.csv"
    registry.nominations().to_csv(path, everything=True, editable=True)
    before = registry.all(Nomination)
    rows = read(path)
    rows[1]["title"] = "-Home again"
    rows[1]["outcome"] = "won"
    write(path, rows)
    report = registry.import_table(path, laurels.nominations_mapping())
    assert (report.kinds["nomination"].revised, report.kinds["nomination"].unchanged) == (1, 1)
    written = registry.history(registry.changes()[-1])
    assert {(entry.record, entry.field) for entry in written} == {(before[1].id, "title"), (before[1].id, "outcome")}
    after = registry.get(before[1])
    assert (after.title, after.outcome) == ("-Home again", laurels.Outcome.won)
    assert registry.get(before[0]) == before[0]
    assert registry.import_table(path, laurels.nominations_mapping()).change == 0
    assert registry.find(Award, "=Social Work Awards").revision == 1
    assert registry.count(Nominee) == 3


RESULTS = dt.datetime(2100, 1, 1, tzinfo=dt.timezone.utc)


@pytest.mark.parametrize(
    ("column", "text", "is_refused"),
    [
        ("outcome", "won", True),
        ("outcome", "runner_up", False),  # as it stands here
        ("place", "1", True),
        ("share", "1/2", False),  # none stands here
        ("title", "A home", False),  # it was shown
    ],
)
def test_what_was_withheld_from_a_csv_is_not_overwritten_by_it(registry, tmp_path, column, text, is_refused):
    category = first(registry, Category)
    registry.disclose(category, result="embargoed", until=RESULTS, reason="announced too early")
    before = registry.decide(first(registry, Nomination), "runner_up", place=2)
    registry.nominations().to_csv(tmp_path / "public.csv", editable=True)
    rows = read(tmp_path / "public.csv")
    assert [(row["outcome"], row["place"]) for row in rows] == [("pending", "")]
    rows[0][column] = text
    write(tmp_path / "public.csv", rows)
    report = registry.import_table(tmp_path / "public.csv", laurels.nominations_mapping())
    if is_refused:
        assert [(refusal.column, refusal.value) for refusal in report.refused] == [(column, str(before.id))]
        assert f"its {column} was withheld from the table" in report.refused[0].reason
        assert report.change == 0
    else:
        assert not report.refused
        after = registry.get(before)
        assert (after.outcome, after.place) == (before.outcome, before.place)
        assert (report.change == 0) == (column == "outcome")


def test_with_everything_or_after_an_embargo_results_can_be_edited(registry, tmp_path):
    category = first(registry, Category)
    registry.disclose(category, result="embargoed", until=RESULTS, reason="announced too early")
    nomination = registry.decide(first(registry, Nomination), "runner_up")
    registry.nominations().to_csv(tmp_path / "all.csv", editable=True, everything=True)
    registry.disclose(category, result="public")
    registry.nominations().to_csv(tmp_path / "public.csv", editable=True)
    for name, outcome in (("all.csv", "won"), ("public.csv", "commended")):
        rows = [row for row in read(tmp_path / name) if row["id"] == str(nomination.id)]
        rows[0]["outcome"] = outcome
        write(tmp_path / name, rows)
    assert not registry.import_table(tmp_path / "all.csv", laurels.nominations_mapping()).refused
    assert registry.get(nomination).outcome == laurels.Outcome.won
    # It was not withheld from this one, but is another by now.
    refused = registry.import_table(tmp_path / "public.csv", laurels.nominations_mapping()).refused
    assert "changed here since" in refused[0].reason


def test_spaces_that_do_not_break_are_no_edit(tmp_path):
    """Cells lose them at their ends, as they lose others."""
    space = "\u00a0"
    with laurels.in_memory() as registry:
        category = registry.add(Category(registry.add(Edition(registry.add(Award("Prize")), "2025")), "Best"))
        person = registry.add(Nominee("Ada" + space, kind="person"))
        other = registry.add(Nominee("Grace", kind="person"))
        nomination = registry.add(
            Nomination(
                category,
                f"{space} A house{space}of one's own {space}",
                credits=[Credit(person), Credit(other, credited_as=space + "G. Hopper" + space)],
                stage="shortlisted",
            )
        )
        path = tmp_path / "own.csv"
        registry.nominations().to_csv(path, editable=True)
        report = registry.import_table(path, laurels.nominations_mapping())
        assert (report.change, len(report.refused), len(report.remarks)) == (0, 0, 0)
        rows = read(path)
        rows[0]["title"] = "A home of one's own"
        write(path, rows)
        registry.import_table(path, laurels.nominations_mapping())
        after = registry.get(nomination)
        assert after.title == "A home of one's own"
        assert after.credits == nomination.credits


def test_the_mapping_can_be_changed():
    mapping = laurels.nominations_mapping().to_dict()
    mapping["data_set"] = "the office's list"
    assert laurels.Mapping(mapping).data_set == "the office's list"


# Arrow


def test_pyarrow(registry):
    pyarrow = pytest.importorskip("pyarrow")
    registry.decide(first(registry, Nomination), "won", on="2025-11", share="1/4")
    table = registry.nominations().to_arrow()
    table.validate(full=True)
    assert table.num_rows == 2
    assert table.schema.field("nominees").type.value_type == pyarrow.string()
    row = table.to_pylist()[0]
    assert row["nominees"] == ["+Fostering", "Adoption, Leeds"]
    assert (row["decided"], row["decided_first"], row["decided_last"]) == (
        "2025-11",
        dt.date(2025, 11, 1),
        dt.date(2025, 11, 30),
    )
    assert (row["share"], row["share_value"]) == ("1/4", 0.25)
    assert (row["series_id"], row["place"], row["voided"]) == (None, None, False)
    assert pyarrow.table(registry.nominations().stage("draft").award("=Social Work Awards")).num_rows == 1
    assert pyarrow.table(registry.nominations().outcome("runner_up")).num_rows == 0
    assert pyarrow.table(registry.ceremonies())["date_last"].to_pylist() == [dt.date(2025, 11, 30)]
    assert pyarrow.table(registry.deadlines())["name"].to_pylist() == ["Entries close"]


def test_polars(registry):
    polars = pytest.importorskip("polars")
    frame = registry.nominations().to_polars()
    assert frame["title"].to_list() == ["A home for good", '@home "again"']
    assert frame["nominees"].to_list() == [["+Fostering", "Adoption, Leeds"], ["+Fostering"]]
    assert polars.DataFrame(registry.ceremonies())["date_first"].to_list() == [dt.date(2025, 11, 1)]


def test_pandas(registry):
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    frame = registry.nominations().to_pandas()
    assert frame["title"].tolist() == ["A home for good", '@home "again"']
    if hasattr(pandas.DataFrame, "from_arrow"):
        assert pandas.DataFrame.from_arrow(registry.nominations())["stage"].tolist() == ["shortlisted", "draft"]


def test_duckdb(registry):
    duckdb = pytest.importorskip("duckdb")
    nominations = registry.nominations()
    with duckdb.connect() as connection:
        found = connection.sql("SELECT stage, len(nominees) FROM nominations ORDER BY id").fetchall()
    assert found == [("shortlisted", 2), ("draft", 1)]
    assert len(nominations) == 2


def test_a_stream_holds_no_lock_and_outlives_the_registry(tmp_path):
    pyarrow = pytest.importorskip("pyarrow")
    with laurels.open(tmp_path / "kept.laurels", actor="tester", timeout=0.2) as registry:
        registry.add(Award("One"))
        edition = registry.add(Edition(first(registry, Award), "2025"))
        registry.add(Ceremony(edition, date="2025-11"))
        reader = pyarrow.RecordBatchReader.from_stream(registry.ceremonies())
        registry.add(Award("Two"))
        never_read = registry.ceremonies().__arrow_c_stream__()
    assert reader.read_all().num_rows == 1
    del never_read
    with pytest.raises(laurels.Closed):
        registry.ceremonies().__arrow_c_stream__()


def test_parquet_has_what_is_public(registry, tmp_path):
    pytest.importorskip("pyarrow")
    duckdb = pytest.importorskip("duckdb")
    polars = pytest.importorskip("polars")
    registry.nominations().to_parquet(tmp_path / "public.parquet")
    registry.nominations().to_parquet(tmp_path / "all.parquet", everything=True)
    assert polars.read_parquet(tmp_path / "public.parquet")["id"].to_list() == ["nomination:1"]
    with duckdb.connect() as connection:
        found = connection.sql(f"SELECT title, nominees[1] FROM '{tmp_path / 'all.parquet'}' ORDER BY id").fetchall()
    assert found == [("A home for good", "+Fostering"), ('@home "again"', "+Fostering")]
    memory = io.BytesIO()
    registry.nominations().to_parquet(memory)
    assert memory.getvalue() == (tmp_path / "public.parquet").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.parquet", "public.parquet"]


def test_parquet_does_not_replace_a_registry(registry, tmp_path):
    pytest.importorskip("pyarrow")
    laurels.open(tmp_path / "kept.laurels").close()
    with pytest.raises(laurels.FileError, match="does not replace"):
        registry.nominations().to_parquet(tmp_path / "kept.laurels")


def test_what_is_not_installed_is_named():
    code = """
import sys, laurels
for name in ("pyarrow", "polars", "pandas"):
    sys.modules[name] = None
query = laurels.in_memory().nominations()
for method in ("to_arrow", "to_polars", "to_pandas"):
    try:
        getattr(query, method)()
    except ImportError as error:
        print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "to_arrow() needs pyarrow, which is not installed: pip install 'laurels[parquet]'",
        "to_polars() needs polars, which is not installed: pip install polars",
        "to_pandas() needs pandas, which is not installed: pip install pandas",
    ]


# Calendars


def events(text):
    icalendar = pytest.importorskip("icalendar")
    calendar = icalendar.Calendar.from_ical(text)
    assert calendar.errors == []
    found = {str(event["UID"]).split("@")[0]: event for event in calendar.walk("VEVENT")}
    assert all(event.errors == [] for event in found.values())
    return found


def test_icalendar_reads_it(registry):
    text = registry.to_ical()
    found = events(text)
    assert set(found) == {"ceremony-1", "deadline-1"}
    gala = found["ceremony-1"]
    assert (gala.start, gala.end) == (dt.date(2025, 11, 1), dt.date(2025, 12, 1))
    assert gala["STATUS"] == "TENTATIVE"
    assert gala["SUMMARY"] == "=Social Work Awards 2025: ceremony (November 2025)"
    assert gala["LOCATION"] == "Leeds"
    deadline = found["deadline-1"]
    assert deadline["DTSTART"].params["TZID"] == "Europe/London"
    assert deadline.start.isoformat() == "2025-06-30T17:00:00+01:00"
    assert str(deadline["UID"]).endswith("@" + registry.uuid)
    assert registry.to_ical() == text


ZONES = [
    "2025-03-29T12:00[Europe/London]",
    "2025-03-30T12:00[Europe/London]",
    "2025-10-26T01:30[Europe/London]",
    "2040-07-01T12:00[America/New_York]",
    "1999-12-31T23:59[Pacific/Auckland]",
    "2025-01-01T00:00[Australia/Lord_Howe]",
    "2025-07-01T00:00[Asia/Kolkata]",
    "2025-03-30T12:00[Africa/Casablanca]",
    "2025-07-15T12:00[Europe/Dublin]",
    "1975-05-01T20:00[Europe/London]",
]


def test_the_zones_in_it_give_the_same_instants(registry):
    icalendar = pytest.importorskip("icalendar")
    edition = first(registry, Edition)
    whens = {f"{number}": When(text) for number, text in enumerate(ZONES)}
    for name, when in whens.items():
        registry.add(Ceremony(edition, name=name, date=when))
    calendar = icalendar.Calendar.from_ical(registry.to_ical())
    zones = {str(zone["TZID"]): zone.to_tz(lookup_tzid=False) for zone in calendar.walk("VTIMEZONE")}
    checked = 0
    for event in calendar.walk("VEVENT"):
        when = whens.get(str(event["SUMMARY"]).split(": ")[1])
        if when is None:
            continue
        local = event.start.replace(tzinfo=zones[event["DTSTART"].params["TZID"]])
        assert local.astimezone(dt.timezone.utc) == when.instant, when
        checked += 1
    assert checked == len(ZONES)


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Asia/Tokyo"])
def test_a_calendar_may_begin_in_year_1(registry, zone):
    """Clocks west of Greenwich are still in the year before when it begins in UTC; no program reads a year 0."""
    registry.add(Ceremony(first(registry, Edition), name="First", date=f"0001-01-01T19:00[{zone}]"))
    text = registry.to_ical()
    assert "DTSTART:00010101T000000\r\n" in text
    assert not [line for line in text.splitlines() if line.startswith("DTSTART") and ":0000" in line]
    assert events(text)["ceremony-2"].start.isoformat().startswith("0001-01-01T19:00:00")


def test_a_subscription_follows(registry):
    ceremony = first(registry, Ceremony)
    before = events(registry.to_ical())["ceremony-1"]
    ceremony = registry.revise(ceremony, date="2025-11-20T19:00[Europe/London]", place="Town Hall, Leeds")
    registry.revise(ceremony, status="cancelled")
    after = events(registry.to_ical())["ceremony-1"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 2)
    assert before["UID"] == after["UID"]
    assert after["LAST-MODIFIED"].dt >= before["LAST-MODIFIED"].dt
    assert after["STATUS"] == "CANCELLED"
    assert after["SUMMARY"] == "Cancelled: =Social Work Awards 2025: ceremony"
    assert after["LOCATION"] == "Town Hall, Leeds"


def test_calendar_files_and_reports(registry, tmp_path):
    edition = first(registry, Edition)
    registry.add(Ceremony(edition, name="Later", date="2026/.."))
    registry.add(Deadline(edition, "Some day"))
    report = registry.export_calendar(tmp_path / "awards.ics")
    assert (tmp_path / "awards.ics").read_bytes().decode() == registry.to_ical()
    assert report.events == 2
    assert [str(left.record) for left in report.left_out] == ["ceremony:2", "deadline:2"]
    assert report.left_out[1].reason == "it has no date"
    assert repr(report) == "<CalendarReport: 2 events, 2 left out>"
    assert repr(report.left_out[1]) == "<LeftOut deadline:2, '=Social Work Awards 2025: Some day': it has no date>"
    assert str(report).splitlines()[0] == "2 events written"
    other = registry.add(Award("Other"))
    assert events(registry.to_ical(award=other)) == {}
    assert len(events(registry.to_ical(award=first(registry, Award), everything=True))) == 2
    file = io.StringIO(newline="")
    registry.export_calendar(file, award=other)
    assert "X-WR-CALNAME:Other\r\n" in file.getvalue()


# Announcements


def test_announcements(registry, tmp_path):
    edition, category = first(registry, Edition), first(registry, Category)
    text = registry.announce(edition, "shortlist")
    assert text == registry.announce(category, "shortlist")
    assert "- **+Fostering and Adoption, Leeds**: A home for good\n" in text.replace("\\", "")
    registry.decide(first(registry, Nomination), "won")
    page = registry.announce(edition, format="html")
    assert "<strong>+Fostering and Adoption, Leeds</strong>" in page
    mine = tmp_path / "mine.mustache"
    mine.write_text("{{#categories}}{{name}}: {{#winners}}{{{name}}}{{/winners}}{{/categories}}", encoding="utf-8")
    assert registry.announce(edition, template=mine) == "Team of the Year: +Fostering and Adoption, Leeds"
    assert registry.announce(edition, template=mine.read_text(encoding="utf-8")) == registry.announce(
        edition, template=mine
    )
    assert registry.announce(edition, template=laurels.announcement_template("result")) == registry.announce(edition)


def test_announcements_say_what_is_wrong(registry, tmp_path):
    edition = first(registry, Edition)
    with pytest.raises(
        laurels.InvalidValue, match="'winner' is no kind of announcement: it is 'shortlist' or 'result'"
    ):
        registry.announce(edition, "winner")
    with pytest.raises(laurels.InvalidValue, match="'pdf' is no format"):
        registry.announce(edition, format="pdf")
    with pytest.raises(laurels.WrongKind, match="a category, or an edition"):
        registry.announce(first(registry, Award))
    with pytest.raises(laurels.MissingFile, match="no template"):
        registry.announce(edition, template=tmp_path / "none")
    with pytest.raises(laurels.InvalidValue, match="template, line 2, column 1: there is no 'winer' here; there are"):
        registry.announce(edition, template="\n{{winer}}")


def test_announcements_of_what_is_embargoed(registry):
    category = first(registry, Category)
    registry.decide(first(registry, Nomination), "won")
    registry.disclose(category, result="private", reason="the ceremony is next week")
    with pytest.raises(laurels.InvalidValue, match="everything=True"):
        registry.announce(category)
    assert "Winner: **" in registry.announce(category, everything=True)
