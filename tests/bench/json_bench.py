"""JSON out and in, against Python's json with SQLAlchemy's ORM: megabytes a second.

Run by run.sh. Both write and read the same records, a dict for each, into and out of tables with the same columns and
indexes. Laurels also says where each came from, checks what comes in and writes a journal; the peer does none of that.
"""

from __future__ import annotations

import json
import os
import statistics
import tempfile
from pathlib import Path
from typing import Any

import laurels
import sqlalchemy
from python_bench import TABLES, Orm, judged, seconds
from sqlalchemy import orm

REPETITIONS = 3
LISTS = {"award": "awards", "edition": "editions", "series": "series", "category": "categories", "nominee": "nominees"}


def fill(path: Path, nominations: int) -> None:
    """Make a registry whose shape is that of the other benchmarks: six nominations a category, half as many nominees."""
    with laurels.open(path, actor="benchmark") as registry, registry.transaction() as change:
        award = change.add(laurels.Award("Children & Young People Now Awards"))
        series = [change.add(laurels.Series(award, f"Children in Care Award {number}")) for number in range(20)]
        editions = [
            change.add(laurels.Edition(award, str(1000 + number))) for number in range(max(1, nominations // 120))
        ]
        categories = change.add_all(
            laurels.Category(edition, f"The {each.name} of {edition.label}", series=each)
            for edition in editions
            for each in series
        )
        nominees = change.add_all(
            laurels.Nominee(f"Employment Support Team for Care Leavers {number}") for number in range(nominations // 2)
        )
        change.add_all(
            laurels.Nomination(
                categories[number % len(categories)],
                f"Care leavers into work, the {number}th entry",
                stage="shortlisted",
                reached={"longlisted": "2025-07-15", "shortlisted": "2025-08-15"},
                outcome="won" if number % 6 == 0 else "not_placed",
                decided="2025-11-20",
                credits=[
                    laurels.Credit(nominees[(number + other) % len(nominees)], role="lead")
                    for other in range(2 if number % 5 == 0 else 1)
                ],
            )
            for number in range(nominations)
        )


def plain(thing: Any) -> dict[str, Any]:
    """Give the columns of an object that are not NULL."""
    columns = sqlalchemy.inspect(type(thing)).columns.keys()
    return {name: value for name in columns if (value := getattr(thing, name)) is not None}


def export_by_orm(peer: Orm, path: Path) -> None:
    """Write all records as one document."""
    nomination = peer.classes["nomination"]
    with peer.make_session() as session:
        records = {
            name: [plain(each) for each in session.scalars(sqlalchemy.select(peer.classes[table]))]
            for table, name in LISTS.items()
        }
        whole = sqlalchemy.select(nomination).options(orm.selectinload(nomination.credits))  # type: ignore[attr-defined]
        records["nominations"] = [
            plain(each) | {"credits": [plain(credit) for credit in each.credits]} for each in session.scalars(whole)
        ]
    with path.open("w", encoding="utf-8") as file:
        json.dump({"records": records}, file, ensure_ascii=False, separators=(",", ":"))


def import_by_orm(peer: Orm, path: Path) -> None:
    """Read that document, and commit it in one transaction."""
    with path.open(encoding="utf-8") as file:
        records = json.load(file)["records"]
    rows = {table: records[name] for table, name in LISTS.items()}
    rows["credit"] = [credit for each in records["nominations"] for credit in each.pop("credits")]
    rows["nomination"] = records["nominations"]
    peer.load({table: rows[table] for table in TABLES})


def main() -> None:
    """Measure, and print a table."""
    nominations = int(os.environ.get("LAURELS_BENCH_NOMINATIONS", "500000")) // 10
    times: dict[str, list[float]] = {name: [] for name in ("out", "public", "in", "whole", "orm out", "orm in")}
    with tempfile.TemporaryDirectory(prefix="laurels-bench-", dir=os.environ.get("LAURELS_BENCH_DIR")) as name:
        folder = Path(name)
        pattern = folder / "pattern.laurels"
        fill(pattern, nominations)
        ours, whole, theirs = folder / "ours.json", folder / "whole.json", folder / "theirs.json"
        source = Orm(folder / "source.sqlite", pattern)
        for number in range(REPETITIONS):
            with laurels.open(pattern) as registry:
                times["public"].append(seconds(lambda of=registry: of.export_json(whole)))
                times["out"].append(seconds(lambda of=registry: of.export_json(ours, everything=True)))
                registry.export_json(whole, everything=True, journal=True)
            for kind, file in (("in", ours), ("whole", whole)):
                target = folder / f"{kind}{number}.laurels"
                with laurels.open(target) as registry:
                    times[kind].append(seconds(lambda to=registry, what=file: to.import_json(what)))
                target.unlink()
            if number == 0:
                import_from_ours(source, ours)
            times["orm out"].append(seconds(lambda: export_by_orm(source, theirs)))
            peer = Orm(folder / f"peer{number}.sqlite", pattern)
            times["orm in"].append(seconds(lambda to=peer: import_by_orm(to, theirs)))
            peer.engine.dispose()
            (folder / f"peer{number}.sqlite").unlink()
        sizes = {"out": ours, "public": ours, "in": ours, "whole": whole, "orm out": theirs, "orm in": theirs}
        middle = {kind: statistics.median(values) for kind, values in times.items()}
        for kind, value in middle.items():
            size = sizes[kind].stat().st_size / 1e6
            print(f"JSON {kind:<8} {value:8.2f} s {size:8.1f} MB {size / value:8.1f} MB/s", flush=True)
        for kind in ("out", "in"):
            ratios = [one / other for one, other in zip(times["orm " + kind], times[kind], strict=True)]
            ratio = statistics.median(ratios)
            spread = f"{min(ratios):.2f}-{max(ratios):.2f}"
            print(f"json and the ORM / Laurels, {kind:<4} {ratio:7.2f} {spread:>13}  {judged(3, ratio, 'at least 3')}")


def import_from_ours(peer: Orm, path: Path) -> None:
    """Fill the peer's tables with what the registry holds."""
    with path.open(encoding="utf-8") as file:
        records = json.load(file)["records"]
    rows: dict[str, list[dict[str, Any]]] = {table: records[name] for table, name in LISTS.items()}
    rows["nomination"] = records["nominations"]
    rows["credit"] = [
        credit | {"nomination": each["id"]} for each in rows["nomination"] for credit in each.pop("credits")
    ]
    for table in TABLES:
        for each in rows[table]:
            each.pop("origin")
            each["revision"] = 1
            for field, value in each.items():
                if isinstance(value, dict):
                    each[field] = json.dumps(value)
            for field, value in DEFAULTS[table].items():
                each.setdefault(field, value)
    peer.load({table: rows[table] for table in TABLES})


# What the columns that may not be empty have where a document says nothing.
DEFAULTS: dict[str, dict[str, Any]] = {
    "award": {"url": "", "notes": "", "voided": 0},
    "edition": {"url": "", "notes": "", "voided": 0},
    "series": {"notes": "", "voided": 0},
    "category": {
        "description": "",
        "list_disclosure": "public",
        "result_disclosure": "public",
        "notes": "",
        "voided": 0,
    },
    "nominee": {"kind": "team", "url": "", "notes": "", "voided": 0},
    "nomination": {
        "text": "",
        "url": "",
        "outcome": "pending",
        "standing": "active",
        "acceptance": "unknown",
        "disclosure": "public",
        "notes": "",
        "voided": 0,
    },
    "credit": {"credited_as": "", "standing": "active", "notes": "", "voided": 0},
}


if __name__ == "__main__":
    main()
