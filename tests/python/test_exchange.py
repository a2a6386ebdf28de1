"""JSON out and in: by paths and by files, with the schema, and what happens where it goes wrong."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import threading
from pathlib import Path

import laurels
import pytest
from jsonschema import Draft202012Validator
from laurels import (
    Award,
    Category,
    Ceremony,
    Cost,
    Credit,
    Deadline,
    Edition,
    Evidence,
    Measure,
    Nomination,
    Nominee,
    Series,
    Source,
)

SCHEMA = Draft202012Validator(laurels.json_schema())
ROOT = Path(__file__).parents[2]


def fill(registry):
    award = registry.add(Award("Prix d’honneur", aliases=[laurels.Alias("Prix", "2001/2010")], notes="ask first"))
    edition = registry.add(Edition(award, "2025"))
    series = registry.add(Series(award, "Équipe"))
    category = registry.add(Category(edition, "Team of the year — one", series=series))
    registry.add(Ceremony(edition, "Gala", date="2025-11-20T19:00[Europe/London]"))
    registry.add(Deadline(edition, "entries close", date="2025-06"))
    council = registry.add(Nominee("Cyngor 市", kind="organisation"))
    team = registry.add(Nominee("Fostering", part_of=council))
    nomination = registry.add(
        Nomination(category, "A home", credits=[Credit(team, role="lead")], reached={"longlisted": "2025-08"})
    )
    registry.advance(nomination, "shortlisted")
    registry.add(Nomination(category, "Kept back", credits=[Credit(registry.add(Nominee("Hidden Team")))]))
    registry.add(
        Evidence(
            nomination,
            kind="measure",
            measure=Measure("waiting", "people", laurels.Figure("2024", 12), laurels.Figure(None, "7.50")),
        )
    )
    registry.add(Cost(nomination, 100, "GBP"))
    registry.claim(nomination, "title", "A house")
    return nomination


@pytest.fixture
def registry():
    with laurels.in_memory(actor="tests") as registry:
        fill(registry)
        yield registry


def exported(registry, **options):
    file = io.BytesIO()
    registry.export_json(file, **options)
    return file.getvalue()


@pytest.mark.parametrize("options", [{}, {"everything": True}])
def test_out_and_in_and_out_again(registry, options):
    text = exported(registry, **options)
    SCHEMA.validate(json.loads(text))
    with laurels.in_memory() as other:
        report = other.import_json(io.BytesIO(text))
        assert not report.refused
        assert exported(other, **options) == text
        assert other.verify()


def test_by_default_it_is_what_is_public(registry):
    document = json.loads(exported(registry))
    assert document["content"] == "public"
    records = document["records"]
    assert [each["title"] for each in records["nominations"]] == ["A home"]
    assert [each["name"] for each in records["nominees"]] == ["Cyngor 市", "Fostering"]
    assert records["costs"] == records["claims"] == []
    assert b"Hidden" not in exported(registry)
    assert b"ask first" not in exported(registry)
    assert b"Hidden" in exported(registry, everything=True)


def test_a_whole_journal(registry, tmp_path):
    with pytest.raises(laurels.InvalidValue, match="everything=True"):
        registry.export_json(tmp_path / "a.json", journal=True)
    registry.export_json(tmp_path / "a.json", everything=True, journal=True)
    SCHEMA.validate(json.loads((tmp_path / "a.json").read_bytes()))
    kept = registry.checkpoint()
    with laurels.open(tmp_path / "b.laurels") as other:
        report = other.import_json(tmp_path / "a.json")
        assert report.kinds["nomination"].added == 2
        assert other.uuid == registry.uuid
        assert other.verify(kept)
        other.export_json(tmp_path / "b.json", everything=True, journal=True)
        assert (tmp_path / "b.json").read_bytes() == (tmp_path / "a.json").read_bytes()
        assert f"UUID          {registry.uuid}" in str(other.info())


def test_files_of_text_and_of_bytes(registry, tmp_path):
    text = exported(registry)
    words = io.StringIO()
    registry.export_json(words)
    assert words.getvalue().encode() == text
    with (tmp_path / "raw.json").open("wb", buffering=0) as raw:
        registry.export_json(raw)
    assert (tmp_path / "raw.json").read_bytes() == text
    for file in (io.StringIO(text.decode()), io.BytesIO(text), (tmp_path / "raw.json").open(encoding="utf-8")):
        with file, laurels.in_memory() as other:
            assert not other.import_json(file).refused
            assert exported(other) == text


def test_characters_may_lie_over_the_end_of_a_chunk():
    with laurels.in_memory() as registry:
        registry.add_all([Award(f"{number} " + "é市😀" * 40) for number in range(2000)])
        words = io.StringIO()
        registry.export_json(words)
        assert words.getvalue().encode() == exported(registry)
        with laurels.in_memory() as other:
            assert other.import_json(io.StringIO(words.getvalue())).kinds["award"].added == 2000


def test_a_selection(registry):
    file = io.StringIO()
    registry.nominations().nominee("Fostering").export_json(file, everything=True)
    records = json.loads(file.getvalue())["records"]
    SCHEMA.validate(json.loads(file.getvalue()))
    assert [len(records[name]) for name in ("nominations", "nominees", "awards", "ceremonies")] == [1, 2, 1, 0]


def test_what_is_new_is_added_and_reported(registry):
    text = exported(registry, everything=True)
    with laurels.in_memory() as other:
        first = other.import_json(io.BytesIO(text), source=Source("A file"), reason="moved")
        assert other.changes()[0].reason == "moved"
        assert other.changes()[0].source == Source("A file")
        assert first.change == 1
        assert "nomination" in str(first)
        assert repr(first) == "<ImportReport: 14 rows read; written as change 1>"
        assert "<td>nominee</td>" in first._repr_html_()
        again = other.import_json(io.BytesIO(text), dry_run=True)
        assert again.dry_run
        assert again.change == 0
        assert repr(again.kinds["award"]) == "<Tally: 0 added, 0 revised, 1 unchanged>"
        with pytest.raises(TypeError):
            again.kinds["award"] = None


def broken(registry):
    document = json.loads(exported(registry))
    document["records"]["awards"][0]["name"] = ""
    return io.StringIO(json.dumps(document, indent=1))


def test_what_is_refused(registry):
    with laurels.in_memory() as other:
        report = other.import_json(broken(registry))
        assert [refusal.column for refusal in report.refused[:2]] == ["name", "award"]
        assert report.refused[0].line == 6
        assert "Award.name is empty" in repr(report.refused[0])
        assert "Award.name is empty" in report._repr_html_()
    with laurels.in_memory() as other:
        with pytest.raises(laurels.InvalidValue, match="line 6"):
            other.import_json(broken(registry), strict=True)
        assert other.info().events == 0
        with pytest.raises(laurels.InvalidValue, match="line 1, column"):
            other.import_json(io.BytesIO(b"[" * 100_000))
        with pytest.raises(laurels.MissingFile):
            other.import_json("/nowhere/a.json")
        with pytest.raises(TypeError):
            other.import_json(7)


def test_nothing_may_follow_a_nul_byte(registry):
    """JSON has no such byte anywhere; parsers written in C take it for the end."""
    text = exported(registry)
    lines = text.count(b"\n")
    with laurels.in_memory() as other:
        for rest in (b"\0", b"\0{not json", b" \0 "):
            place = f"line {lines + 1}, column {rest.index(0) + 1}"
            with pytest.raises(laurels.InvalidValue, match=f"{place}: .*NUL"):
                other.import_json(io.BytesIO(text + rest))
        with pytest.raises(laurels.InvalidValue, match=r"line 1, column 2: .*NUL"):
            other.import_json(io.BytesIO(b"{\0}"))
        assert other.info().events == 0
    mapping = str(laurels.nominations_mapping())
    assert laurels.Mapping(mapping)
    with pytest.raises(laurels.InvalidValue, match="NUL at byte 3"):
        laurels.Mapping("{}\0zzz")


@pytest.mark.parametrize("record", ["nominee:1", "award:77", "edition:1"])
def test_a_journal_that_does_not_fit_is_wrong_itself(registry, record):
    """The edition in the second event is of award:1, which then is not there."""
    document = json.loads(exported(registry, everything=True, journal=True))
    assert document["journal"]["events"][0]["record"] == "award:1"
    document["journal"]["events"][0]["record"] = record
    with laurels.in_memory() as other:
        with pytest.raises(laurels.InvalidValue, match="the journal is not whole") as caught:
            other.import_json(io.StringIO(json.dumps(document)))
        assert not isinstance(caught.value, laurels.Damaged)
        assert "the registry" not in str(caught.value)
        assert other.info().events == 0
        assert other.verify()


def test_what_a_file_raises_comes_out_and_nothing_is_written(registry):
    class Broken(io.RawIOBase):
        def readable(self):
            return True

        def read(self, size=-1):
            raise RuntimeError("the line is down")

        def write(self, data):
            raise RuntimeError("the line is down")

    with laurels.in_memory() as other:
        with pytest.raises(RuntimeError, match="the line is down"):
            other.import_json(Broken())
        with pytest.raises(RuntimeError, match="the line is down"):
            registry.export_json(Broken())
        other.add(Award("goes on"))
        assert other.verify()


def test_a_file_that_uses_the_registry_itself(registry):
    class Curious(io.StringIO):
        def write(self, text):
            registry.add(Award("While it is written"))
            return super().write(text)

    file = Curious()
    registry.export_json(file)
    assert "While it is written" not in file.getvalue()


def test_other_threads_go_on_meanwhile(registry):
    done = threading.Event()

    class Slow(io.BytesIO):
        def write(self, data):
            thread = threading.Thread(target=lambda: (registry.add(Award("Meanwhile")), done.set()))
            thread.start()
            thread.join(10)
            return super().write(data)

    registry.export_json(Slow())
    assert done.is_set()


def test_the_schema_is_shipped_and_current():
    shipped = Path(laurels.__file__).parent / "schema" / "laurels-2.schema.json"
    assert json.loads(shipped.read_text(encoding="utf-8")) == laurels.json_schema()
    Draft202012Validator.check_schema(laurels.json_schema())
    script = ROOT / "bindings" / "schema" / "make_schema.py"
    if script.exists():
        assert subprocess.run([sys.executable, script, "--check"], check=False).returncode == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.update(laurels=3),
        lambda d: d.update(extra=1),
        lambda d: d.update(journal={}),
        lambda d: d["records"].update(medals=[]),
        lambda d: d["records"]["awards"][0].update(colour="red"),
        lambda d: d["records"]["awards"][0].pop("origin"),
        lambda d: d["records"]["nominations"][0].update(stage="won"),
        lambda d: d["records"]["nominations"][0]["credits"][0].update(nominee="7"),
    ],
)
def test_the_schema_refuses_what_has_no_place(registry, change):
    document = json.loads(exported(registry))
    change(document)
    assert not SCHEMA.is_valid(document)
