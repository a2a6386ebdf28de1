"""Tables in: the Oscars against SQLAlchemy and sqlite3, and a million rows of an Arrow stream against the bulk load.

Run by run.sh, with the path of the C++ benchmarks. The Oscars are those of the folder that LAURELS_SHARED names, or
`../shared`; without them, and without pyarrow, that part is left out.
"""

from __future__ import annotations

import csv
import json
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
from python_bench import REPETITIONS, TABLES, Orm, Rows, judged, line, load_from_cpp, read_rows, seconds

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


def rows_of_oscars(whole: Rows) -> Rows:
    """What a script would make of the file for the same tables: ids by dicts, names in parts, and no notes read.

    `whole` are the rows that import_table made, of which the other fields are taken: who reads notes, spoilt titles and
    kinds of nominees with a script of their own needs more than this.
    """
    ids: dict[tuple[Any, ...], int] = {}
    rows: Rows = {table: [] for table in TABLES}

    def known(table: str, *key: Any, **fields: Any) -> int:
        found = ids.setdefault((table, *key), len(rows[table]) + 1)
        if found > len(rows[table]):
            rows[table].append({"id": found, **fields})
        return found

    with OSCARS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, escapechar="\\"):
            award = known("award", name="Academy Awards")
            edition = known("edition", row["Ceremony"], award=award, label=row["Ceremony"], date=row["Year"])
            series = known("series", row["CanonicalCategory"], award=award, name=row["CanonicalCategory"])
            named = {"edition": edition, "series": series, "name": row["Category"]}
            category = known("category", edition, row["Category"], **named)
            film, film_id = row["Film"].partition("|")[0], (row["FilmId"] or "").partition("|")[0]
            work = known("nominee", "work", film_id or film, name=film, kind="work") if film else None
            nomination = len(rows["nomination"]) + 1
            outcome = "won" if row["Winner"] == "True" else "not_placed"
            rows["nomination"].append(
                {
                    "id": nomination,
                    "category": category,
                    "work": work,
                    "title": row["Detail"] or "",
                    "text": row["Citation"] or "",
                    "notes": row["Note"] or "",
                    "outcome": outcome,
                }
            )
            names = [name.strip() for name in row["Nominees"].split("|")] if row["Nominees"] else []
            keys = row["NomineeIds"].split("|") if row["NomineeIds"] else [""] * len(names)
            for name, key in zip(names, keys, strict=True):
                kind = "organisation" if key.startswith("co") else "person"
                nominee = known("nominee", kind, key.strip("?") or name, name=name, kind=kind)
                rows["credit"].append({"id": len(rows["credit"]) + 1, "nomination": nomination, "nominee": nominee})
    # What a table demands of every row, and the script did not say.
    for table in TABLES:
        every = {name: value for name, value in whole[table][0].items() if name not in rows[table][0]}
        for row in rows[table]:
            for name, value in every.items():
                row.setdefault(name, value)
    return rows


def oscars(folder: Path) -> None:
    """Every nomination, from the file to a registry or to the same tables by others."""
    first: list[float] = []
    again: list[float] = []
    loads = {"SQLAlchemy's ORM": Orm.load, "its insert of dicts": insert_dicts, "sqlite3's executemany": execute_many}
    targets = {"SQLAlchemy's ORM": 8.0, "its insert of dicts": 1.0}
    from_file: dict[str, list[float]] = {peer: [] for peer in loads}
    resolved: dict[str, list[float]] = {peer: [] for peer in loads}
    for number in range(REPETITIONS):
        path = folder / f"oscars-{number}.laurels"
        with laurels.open(path, actor="benchmark") as registry:
            first.append(seconds(lambda to=registry: to.import_table(OSCARS, RECIPE)))
            again.append(seconds(lambda to=registry: to.import_table(OSCARS, RECIPE)))
        whole = read_rows(path)
        for peer, load in loads.items():
            for times, rows in (
                (from_file[peer], lambda whole=whole: rows_of_oscars(whole)),
                (resolved[peer], lambda whole=whole: whole),
            ):
                other = folder / "peer.sqlite"
                tables = Orm(other, path)
                times.append(seconds(lambda by=load, to=tables, what=rows: by(to, what())))
                tables.engine.dispose()
                other.unlink()

    def compare(label: str, slower: list[float], target: float | None) -> None:
        ratios = [theirs / mine for theirs, mine in zip(slower, first, strict=True)]
        verdict = "" if target is None else judged(target, statistics.median(ratios), f"at least {target:g}")
        line(label, slower, first, ratios, verdict)

    for peer, times in from_file.items():
        compare(f"Oscars from the file: {peer} / import_table", times, targets.get(peer))
    for peer, times in resolved.items():
        compare(f"  rows resolved already: {peer} / import_table", times, None)
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


def write_stream(path: Path, rows: int) -> None:
    """A file of a million rows and more, batch after batch, as Arrow's own format has them."""
    import pyarrow

    names = ("id", "award", "year", "category", "title", "nominee")
    schema = pyarrow.schema([(name, pyarrow.string()) for name in names] + [("won", pyarrow.bool_())])
    with pyarrow.OSFile(str(path), "wb") as file, pyarrow.ipc.new_stream(file, schema) as writer:
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
            writer.write_batch(pyarrow.record_batch(columns, schema=schema))


IMPORT_STREAM = """
import json, resource, sys, time
import laurels, pyarrow.ipc

table, path, mapping = sys.argv[1:]
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with pyarrow.OSFile(table) as file, laurels.open(path, actor="benchmark") as registry:
    start = time.perf_counter()
    report = registry.import_table(pyarrow.ipc.open_stream(file), json.loads(mapping))
    assert not report.refused
    print(time.perf_counter() - start)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def arrow(folder: Path, bench: str, rows: int) -> None:
    """A stream of rows against the bulk load of as many nominations from C++."""
    table = folder / "table.arrow"
    loaded: list[float] = []
    imported: list[float] = []
    peaks: dict[int, list[int]] = {}
    for number, share in enumerate((4, 1, 1, 1)):  # a quarter first, for its memory
        write_stream(table, rows // share)
        path = folder / f"stream-{number}.laurels"
        made = subprocess.run(
            [sys.executable, "-c", IMPORT_STREAM, str(table), str(path), json.dumps(MAPPING)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        path.unlink()
        peaks.setdefault(rows // share, []).append(int(made[1]))
        if share > 1:
            continue
        imported.append(float(made[0]))
        path = folder / f"bulk-{number}.laurels"
        loaded.append(load_from_cpp(bench, path, rows))
        path.unlink()
    ratios = [bulk / mine for bulk, mine in zip(loaded, imported, strict=True)]
    label = f"{rows:,} rows by Arrow: rate / bulk rate"
    line(label, imported, loaded, ratios, judged(0.6, statistics.median(ratios), "at least 0.60"))
    for count, peak in peaks.items():
        print(f"  memory beside what there was, {count:,} rows: {max(peak)} MB")


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
