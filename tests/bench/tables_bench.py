"""Tables in: the Oscars against SQLAlchemy and sqlite3, and a million rows of an Arrow stream against the bulk load.

Run by run.sh, with the path of the C++ benchmarks. The Oscars are those of the folder that LAURELS_SHARED names, or
`../shared`; without them, and without pyarrow, that part is left out.
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import laurels
import sqlalchemy
from python_bench import REPETITIONS, TABLES, Orm, judged, line, load_from_cpp, read_rows, seconds

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("LAURELS_SHARED", ROOT.parent / "shared"))
OSCARS = SHARED / "data" / "oscars-dlu" / "oscars.csv"
RECIPE = ROOT / "examples" / "recipes" / "oscars.json"


def insert_dicts(peer: Orm, rows: dict[str, list[dict[str, Any]]]) -> None:
    """SQLAlchemy's bulk insert of dicts, in one transaction."""
    metadata = sqlalchemy.MetaData()
    metadata.reflect(peer.engine)
    with peer.engine.begin() as connection:
        for table in TABLES:
            names = {column.name for column in metadata.tables[table].columns}
            full = [{name: row.get(name) for name in names} for row in rows[table]]
            connection.execute(sqlalchemy.insert(metadata.tables[table]), full)


def execute_many(peer: Orm, rows: dict[str, list[dict[str, Any]]]) -> None:
    """What sqlite3 does with the same rows and settings."""
    with sqlite3.connect(peer.engine.url.database or "") as connection:
        for setting in ("synchronous = EXTRA", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {setting}")
        for table in TABLES:
            names = list({name: None for row in rows[table] for name in row})
            marks = ", ".join("?" * len(names))
            tuples = [tuple(row.get(name) for name in names) for row in rows[table]]
            connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", tuples)


def oscars(folder: Path) -> None:
    """Every nomination from the file to a registry, and the same records by others, from rows at hand."""
    first: list[float] = []
    again: list[float] = []
    by_orm: list[float] = []
    by_dicts: list[float] = []
    by_tuples: list[float] = []
    for number in range(REPETITIONS):
        path = folder / f"oscars-{number}.laurels"
        with laurels.open(path, actor="benchmark") as registry:
            first.append(seconds(lambda to=registry: to.import_table(OSCARS, RECIPE)))
            again.append(seconds(lambda to=registry: to.import_table(OSCARS, RECIPE)))
        rows = read_rows(path)
        for times, load in ((by_orm, Orm.load), (by_dicts, insert_dicts), (by_tuples, execute_many)):
            other = folder / "peer.sqlite"
            peer = Orm(other, path)
            times.append(seconds(lambda by=load, to=peer, what=rows: by(to, what)))
            peer.engine.dispose()
            other.unlink()

    def compare(label: str, slower: list[float], target: float | None) -> None:
        ratios = [theirs / mine for theirs, mine in zip(slower, first, strict=True)]
        verdict = "" if target is None else judged(target, statistics.median(ratios), f"at least {target:g}")
        line(label, slower, first, ratios, verdict)

    compare("Oscars: SQLAlchemy's ORM / import_table", by_orm, 8)
    compare("  SQLAlchemy's insert of dicts / import_table", by_dicts, 1)
    compare("  sqlite3's executemany / import_table", by_tuples, None)
    ratios = [one / two for one, two in zip(first, again, strict=True)]
    line(
        "  the first time / again, nothing changed",
        first,
        again,
        ratios,
        judged(3, statistics.median(ratios), "at least 3"),
    )


MAPPING = {
    "laurels_mapping": 1,
    "data_set": "synthetic",
    "key": ["id"],
    "award": {"name": "award"},
    "edition": {"label": "year"},
    "category": {"name": "category"},
    "nomination": {"title": "title", "outcome": {"column": "won", "values": {"true": "won", "false": "not_placed"}}},
    "credits": [{"nominee": {"name": "nominee"}, "role": {"value": "lead"}}],
}


def stream(rows: int) -> Any:
    """A million rows and more, batch after batch."""
    import pyarrow

    schema = pyarrow.schema(
        [(name, pyarrow.string()) for name in ("id", "award", "year", "category", "title", "nominee")]
    )
    schema = schema.append(pyarrow.field("won", pyarrow.bool_()))

    def batches() -> Any:
        for start in range(0, rows, 20_000):
            ids = range(start, min(start + 20_000, rows))
            columns = [
                pyarrow.array([f"n{i}" for i in ids]),
                pyarrow.array([f"Award {i // 10_000 % 10}" for i in ids]),
                pyarrow.array([str(1925 + i // 100_000) for i in ids]),
                pyarrow.array([f"Category {i // 10 % 1_000}" for i in ids]),
                pyarrow.array([f"A title of entry {i}" for i in ids]),
                pyarrow.array([f"Nominee {i * 7919 % 200_000}" for i in ids]),
                pyarrow.array([i % 10 == 0 for i in ids]),
            ]
            yield pyarrow.record_batch(columns, schema=schema)

    return pyarrow.RecordBatchReader.from_batches(schema, batches())


def arrow(folder: Path, bench: str, rows: int) -> None:
    """A stream of rows against the bulk load of as many nominations from C++."""
    loaded: list[float] = []
    imported: list[float] = []
    peak = 0
    for number in range(3):
        path = folder / f"bulk-{number}.laurels"
        loaded.append(load_from_cpp(bench, path, rows))
        path.unlink()
        code = (
            "import sys, time, resource, laurels\n"
            "sys.path.insert(0, sys.argv[1])\n"
            "import tables_bench\n"
            "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
            "table = tables_bench.stream(int(sys.argv[3]))\n"
            "with laurels.open(sys.argv[2], actor='benchmark') as registry:\n"
            "    start = time.perf_counter()\n"
            "    report = registry.import_table(table, tables_bench.MAPPING)\n"
            "    assert not report.refused\n"
            "    print(time.perf_counter() - start)\n"
            "print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)\n"
        )
        path = folder / f"stream-{number}.laurels"
        made = subprocess.run(
            [sys.executable, "-c", code, str(Path(__file__).parent), str(path), str(rows)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        path.unlink()
        imported.append(float(made[0]))
        peak = max(peak, int(made[1]))
    ratios = [bulk / mine for bulk, mine in zip(loaded, imported, strict=True)]
    label = f"{rows:,} rows by Arrow: rate / bulk rate"
    line(label, imported, loaded, ratios, judged(0.6, statistics.median(ratios), "at least 0.60"))
    print(f"  memory beside what there was: {peak} MB")


def main() -> None:
    """Measure, and print the table."""
    rows = 2 * int(os.environ.get("LAURELS_BENCH_NOMINATIONS", "500000"))
    with tempfile.TemporaryDirectory(prefix="laurels-bench-", dir=os.environ.get("LAURELS_BENCH_DIR")) as name:
        if OSCARS.exists():
            oscars(Path(name))
        else:
            print(f"no Oscars: {OSCARS} is not there")
        try:
            import pyarrow  # noqa: F401
        except ImportError:
            print("no Arrow stream: pyarrow is not installed")
        else:
            arrow(Path(name), sys.argv[1], rows)


if __name__ == "__main__":
    main()
