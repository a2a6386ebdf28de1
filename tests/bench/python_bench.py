"""Python's figures: add_all against C++, against SQLAlchemy's ORM, and the time that an import takes.

Run by run.sh, with the path of the C++ benchmarks, which make the data and load it from C++ in turn with Python.
"""

from __future__ import annotations

import gc
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import laurels
import sqlalchemy
from sqlalchemy import orm

REPETITIONS = 5
ORM_PART = 10  # the ORM gets a tenth of the data; rates are compared
TABLES = ["award", "edition", "series", "category", "nominee", "nomination", "credit"]

Rows = dict[str, list[dict[str, Any]]]


def seconds(action: Callable[[], object]) -> float:
    """Time an action, with the garbage of what came before collected."""
    gc.collect()
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def load_from_cpp(bench: str, path: Path, nominations: int) -> float:
    """Load the data from C++ into a new file; the seconds that the load alone took."""
    environment = os.environ | {"LAURELS_BENCH_NOMINATIONS": str(nominations)}
    run = subprocess.run([bench, "--load", str(path)], env=environment, capture_output=True, text=True, check=True)
    return float(run.stdout)


def read_rows(path: Path) -> Rows:
    """All rows of a file that no registry has open, as plain values."""
    with sqlite3.connect(path) as connection:
        connection.row_factory = sqlite3.Row
        return {
            table: [
                {key: row[key] for key in row.keys() if row[key] is not None}  # noqa: SIM118, a Row is no dict
                for row in connection.execute(f"SELECT * FROM {table} ORDER BY id")
            ]
            for table in TABLES
        }


def count(rows: Rows) -> int:
    """Count the records, credits included."""
    return sum(len(table) for table in rows.values())


def plain(rows: Rows) -> dict[str, list[tuple[Any, ...]]]:
    """What a script would have at hand: numbers, text, dates as text."""
    credits_of: dict[int, list[tuple[int, str]]] = {}
    for row in rows["credit"]:
        credits_of.setdefault(row["nomination"], []).append((row["nominee"], row["role"]))
    return {
        "award": [(row["name"],) for row in rows["award"]],
        "edition": [(row["award"], row["label"], row["date"]) for row in rows["edition"]],
        "series": [(row["award"], row["name"]) for row in rows["series"]],
        "category": [(row["edition"], row["name"], row["series"]) for row in rows["category"]],
        "nominee": [(row["name"], row["kind"], row.get("part_of")) for row in rows["nominee"]],
        "nomination": [
            (
                row["category"],
                row["title"],
                json.loads(row["reached"]),
                row["outcome"],
                row["decided"],
                credits_of[row["id"]],
            )
            for row in rows["nomination"]
        ],
    }


def construct(values: dict[str, list[tuple[Any, ...]]]) -> list[list[Any]]:
    """Make Laurels' records, one list for each add_all."""
    nominees = [
        laurels.Nominee(name, kind=kind, part_of=laurels.NomineeId(part_of) if part_of else None)
        for name, kind, part_of in values["nominee"]
    ]
    organisations = next((at for at, (_, kind, _) in enumerate(values["nominee"]) if kind != "organisation"), 0)
    return [
        [laurels.Award(name) for (name,) in values["award"]],
        [laurels.Edition(laurels.AwardId(award), label, date=date) for award, label, date in values["edition"]],
        [laurels.Series(laurels.AwardId(award), name) for award, name in values["series"]],
        [
            laurels.Category(laurels.EditionId(edition), name, series=laurels.SeriesId(series))
            for edition, name, series in values["category"]
        ],
        nominees[:organisations],
        nominees[organisations:],
        [
            laurels.Nomination(
                laurels.CategoryId(category),
                title,
                stage="shortlisted",
                reached=reached,
                outcome=outcome,
                decided=decided,
                credits=[laurels.Credit(laurels.NomineeId(nominee), role=role) for nominee, role in credited],
            )
            for category, title, reached, outcome, decided, credited in values["nomination"]
        ],
    ]


def load(registry: laurels.Registry, lists: list[list[Any]]) -> None:
    """Add everything in one change."""
    with registry.transaction() as change:
        for records in lists:
            change.add_all(records)


class Orm:
    """The same records by SQLAlchemy's ORM, in its leanest way: no journal, no names to look up, no checks.

    The tables, indexes and settings are those of a Laurels file. There is one mapped object for each record, credits
    included, and all are given to `session.add_all` with their ids, so that the ORM need not ask for any or sort out
    what depends on what; one durable commit.
    """

    def __init__(self, path: Path, pattern: Path) -> None:
        with sqlite3.connect(pattern) as source, sqlite3.connect(path) as target:
            for table in TABLES:
                for (sql,) in source.execute(
                    "SELECT sql FROM sqlite_schema WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY rowid", (table,)
                ):
                    target.execute(sql)
        self.engine = sqlalchemy.create_engine(f"sqlite:///{path}")
        sqlalchemy.event.listen(self.engine, "connect", self._settings)
        metadata = sqlalchemy.MetaData()
        metadata.reflect(self.engine)
        mapping = orm.registry()
        self.classes: dict[str, type] = {table: type(table.title(), (), {}) for table in TABLES}
        for table in TABLES:
            credited = orm.relationship(self.classes["credit"], viewonly=True)
            children = {"credits": credited} if table == "nomination" else {}
            mapping.map_imperatively(self.classes[table], metadata.tables[table], properties=children)
        self.make_session = orm.sessionmaker(self.engine)

    @staticmethod
    def _settings(connection: sqlite3.Connection, _record: object) -> None:
        for setting in ("synchronous = EXTRA", "foreign_keys = ON", f"cache_size = -{200 * 1024}"):
            connection.execute(f"PRAGMA {setting}")

    def load(self, rows: Rows) -> None:
        """Make one object a record, and commit them in one transaction."""
        with self.make_session() as session:
            for table in TABLES:
                make = self.classes[table]
                session.add_all([make(**row) for row in rows[table]])
                session.flush()
            session.commit()

    def read(self) -> list[Any]:
        """Read all nominations with their credits."""
        nomination = self.classes["nomination"]
        credits_of = orm.selectinload(nomination.credits)  # type: ignore[attr-defined]
        with self.make_session() as session:
            return list(session.scalars(sqlalchemy.select(nomination).options(credits_of)))


def start_time(code: str) -> float:
    """Time Python's start with this code, median of a few."""
    return statistics.median(
        seconds(lambda: subprocess.run([sys.executable, "-c", code], check=True)) for _ in range(5)
    )


def line(label: str, ours: list[float], peer: list[float], ratios: list[float], verdict: str) -> None:
    """Print a line of the table."""

    def shown(values: list[float]) -> str:
        middle = statistics.median(values)
        return f"{middle:.2f} s" if middle >= 1 else f"{middle * 1000:.2f} ms"

    spread = f"{min(ratios):.2f}-{max(ratios):.2f}"
    ratio = statistics.median(ratios)
    print(f"{label:<44} {shown(ours):>12} {shown(peer):>12} {ratio:7.2f} {spread:>13} {'':6}  {verdict}", flush=True)


def judged(value: float, target: float, text: str) -> str:
    """Say whether a figure is within its target."""
    return f"{text}: {'met' if value <= target else 'MISSED'}"


def main() -> None:
    """Measure, and print the table."""
    bench = sys.argv[1]
    nominations = int(os.environ.get("LAURELS_BENCH_NOMINATIONS", "500000"))
    with tempfile.TemporaryDirectory(prefix="laurels-bench-", dir=os.environ.get("LAURELS_BENCH_DIR")) as name:
        folder = Path(name)
        pattern = folder / "large.laurels"
        load_from_cpp(bench, pattern, nominations)
        rows = read_rows(pattern)
        records = count(rows)
        values = plain(rows)
        del rows
        pattern.unlink()
        smaller = folder / "smaller.laurels"
        load_from_cpp(bench, smaller, max(nominations // ORM_PART, 1000))
        orm_rows = read_rows(smaller)
        share = records / count(orm_rows)

        cpp: list[float] = []
        ready: list[float] = []
        whole: list[float] = []
        by_orm: list[float] = []
        read: list[float] = []
        asked: list[float] = []
        read_by_orm: list[float] = []
        for _ in range(REPETITIONS):
            path = folder / "cpp.laurels"
            cpp.append(load_from_cpp(bench, path, nominations))
            path.unlink()
            path = folder / "python.laurels"
            with laurels.open(path, actor="benchmark") as registry:
                lists: list[list[Any]] = []
                made = seconds(lambda to=lists: to.extend(construct(values)))
                ready.append(seconds(lambda to=lists, into=registry: load(into, to)))
                whole.append(made + ready[-1])
                del lists
                read.append(seconds(lambda of=registry: of.all(laurels.Nomination)))
                asked.append(seconds(lambda of=registry: [row.title for row in of.nominations()]))
            path.unlink()
            path = folder / "orm.sqlite"
            peer = Orm(path, smaller)
            by_orm.append(share * seconds(lambda to=peer: to.load(orm_rows)))
            read_by_orm.append(share * seconds(peer.read))
            peer.engine.dispose()
            path.unlink()

        def ratios(ours: list[float], other: list[float]) -> list[float]:
            return [mine / theirs for mine, theirs in zip(ours, other, strict=True)]

        against = ratios(ready, cpp)
        line("Python add_all / C++ add_all", ready, cpp, against, judged(statistics.median(against), 2.5, "2.50"))
        line("  and the records constructed, too", whole, cpp, ratios(whole, cpp), "")
        faster = ratios(by_orm, whole)
        line(
            "SQLAlchemy's ORM / Python, constructed too",
            by_orm,
            whole,
            faster,
            judged(8, statistics.median(faster), "at least 8"),
        )
        line("reading all nominations, ORM / Python", read_by_orm, read, ratios(read_by_orm, read), "")
        line("  and iterating them with names / Python", asked, read, ratios(asked, read), "")

    imports: list[float] = []
    bare: list[float] = []
    for _ in range(REPETITIONS):
        imports.append(start_time("import laurels"))
        bare.append(start_time("pass"))
    extra = statistics.median(one - other for one, other in zip(imports, bare, strict=True))
    line(
        "import laurels / Python's bare start",
        imports,
        bare,
        ratios(imports, bare),
        judged(extra, 0.060, f"{extra * 1000:.0f} ms more, 60 allowed"),
    )


if __name__ == "__main__":
    main()
