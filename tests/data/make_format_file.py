"""Writes a file of the format that this version of the library writes, with something of every kind and verb in it.

    python tests/data/make_format_file.py            writes tests/data/format-N.laurels, where it is not there

Files by versions that have been are kept, since each version must open them: tests/python/test_formats.py does, and
compares what it finds with format-N.json, which was written with the file. A file that is there is never written anew.
"""

from __future__ import annotations

import json
import pathlib
import sqlite3
import sys
import tempfile
from typing import Any

import laurels
from laurels import (
    Alias,
    Award,
    Category,
    Ceremony,
    Claim,
    Cost,
    Credit,
    Deadline,
    Edition,
    Evidence,
    Figure,
    Measure,
    Nomination,
    Nominee,
    Series,
    Source,
)

HERE = pathlib.Path(__file__).parent
KINDS = (Award, Edition, Series, Category, Ceremony, Deadline, Nominee, Nomination, Credit, Evidence, Cost, Claim)


def fill(registry: laurels.Registry) -> None:
    """A little of everything that can be recorded."""
    newsletter = Source("Staff newsletter", published="2025-08-15")
    with registry.transaction(source=newsletter, reason="the year's start") as change:
        council = change.add(Nominee("Lancashire County Council", "organisation", notes="the whole council"))
        fleet, safety = (change.add(Nominee(name, part_of=council)) for name in ("Fleet", "Road Safety"))
        award = change.add(Award("UK Fleet Champions Awards", aliases=[Alias("Fleet Safety Awards", "2005/2015")]))
        edition = change.add(Edition(award, "2025", date="2025"))
        old = change.add(Series(award, "Road Risk"))
        series = change.add(Series(award, "Driver Safety", succeeds=[old]))
        category = change.add(Category(edition, "Public Sector Driver Safety Award", series=series))
        other = change.add(Category(edition, "Kevin Storey Award", description="beyond duty\nfor road safety"))
        ceremony = change.add(Ceremony(edition, date="2025-09", extra={"dress": "black tie"}))
        change.add(Deadline(edition, "entries close", date="2025-05-30T17:00[Europe/London]"))
        joint = change.add(Nomination(category, credits=[fleet, Credit(safety, role="partner", share="1/2")]))
        single = change.add(Nomination(other, "Safer roads", credits=[fleet], stage="longlisted"))
    registry.advance(joint, "shortlisted", on="2025-08-01", source=newsletter)
    registry.revise(ceremony, date="2025-09-25T19:00[Europe/London]", place="Leeds", source=Source("Programme"))
    registry.decide(joint, "won", on="2025-09-25", share="1/2")
    registry.decide(single, "runner_up", place=2)
    registry.advance(single, "submitted", reason="a recount")
    registry.rule(single, "withdrawn", reason="at the team's wish")
    registry.rule(registry.get(joint.id).credits[1], "declined", reason="its own wish")
    registry.refuse(joint)
    registry.accept(joint, reason="second thoughts")
    registry.disclose(single, "embargoed", until="2026-01-01T00:00:00Z", reason="not to be told yet")
    registry.disclose(other, result="private", reason="not to be told")
    registry.revise(fleet, name="Fleet Services", identifiers={"wikidata": "Q42"})
    waiting = Measure("waiting", "people", before=Figure("2025-04", 1850), after=Figure("2025-07", "1075.50"))
    registry.add(Evidence(council, kind="measure", text="a claim", measure=waiting))
    registry.add(Cost(joint, 12500, "GBP", kind="entry fee", date="2025-04-01"))
    registry.add(Cost(edition, -500, "GBP"))
    # Since format 2.
    twin = registry.add(Nominee("Fleet Team", part_of=council))
    twice = registry.add(Nomination(other, "Safer roads, again", credits=[twin], stage="longlisted"))
    registry.merge(fleet, twin, reason="the same team")
    registry.void(twice, "entered twice")
    registry.correct(ceremony, place="Leeds, Civic Hall", reason="as the programme has it")
    claim = registry.claim(ceremony, "place", "York", source=newsletter)
    registry.settle(claim, "kept", "the programme says Leeds")
    registry.claim(fleet, "wins", 2, edition=edition, source=newsletter)
    registry.revise(award, url="https://awards.example")
    registry.revert(registry.checkpoint().change)
    registry.erase(registry.add(Nominee("A Person", "person")), reason="asked to be forgotten")


def told(registry: laurels.Registry) -> dict[str, Any]:
    """What it holds, as text: a record's fields as they are shown, and the history of each record."""
    records: dict[str, Any] = {}
    for kind in KINDS:
        for record in registry.all(kind, hidden=True):
            shown = {name: str(getattr(record, name)) for name in kind._fields if name != "credits"}
            history = [[str(e.record), e.verb, e.field, e.before, e.after, e.reason] for e in registry.history(record)]
            records[str(record.id)] = {"fields": shown, "history": history}
    return {"records": records, "checkpoint": str(registry.checkpoint())}


def main() -> int:
    """Writes the file and what it holds."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "new.laurels")
        with laurels.open(path, actor="communications") as registry:
            fill(registry)
            content = told(registry)
        connection = sqlite3.connect(path)
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.close()
        target = HERE / f"format-{version}.laurels"
        if target.exists():
            print(f"{target} is there already, and is never written anew")
            return 1
        target.write_bytes(path.read_bytes())
        text = json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True)
        target.with_suffix(".json").write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
