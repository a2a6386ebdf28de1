"""The errors a person can meet: for each an input, what it says, and a page made from both.

Each `THEME/NAME.py` begins with its title as a comment; the code after it ends with the statement that fails. Beside it
`NAME.txt` holds the error it gives. `python tests/errors/corpus.py` runs all of them, writes the texts anew and makes
`docs/errors.md`; read what changed before you commit it. tests/python/test_errors.py compares.
"""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import datetime
import multiprocessing
import pathlib
import re
import sqlite3
import sys
import tempfile
import threading
from collections.abc import Iterator
from typing import Any

import laurels

HERE = pathlib.Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "errors.md"
UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
UUIDS = ("1b4e28ba-2fa1-41d2-883f-0016d3cca427", "6fa459ea-ee8a-4ca4-894e-db77e160355e")
THEMES = {
    "dates": "Dates and times",
    "records": "Records",
    "ids": "Ids and names",
    "moves": "Moves of a nomination",
    "mending": "Putting right",
    "changes": "Changes",
    "files": "Files",
}


@dataclasses.dataclass(frozen=True)
class Case:
    theme: str
    name: str
    title: str
    code: str
    expected: str

    @property
    def text_file(self) -> pathlib.Path:
        return HERE / self.theme / f"{self.name}.txt"


def cases() -> list[Case]:
    found = []
    for theme in THEMES:
        for path in sorted((HERE / theme).glob("*.py")):
            title, code = path.read_text(encoding="utf-8").split("\n", 1)
            text = path.with_suffix(".txt")
            expected = text.read_text(encoding="utf-8") if text.exists() else ""
            found.append(Case(theme, path.stem, title.removeprefix("# "), code.strip(), expected.strip()))
    return found


def edit(path: pathlib.Path, sql: str) -> None:
    """Change a file behind the library's back."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(sql)
        connection.commit()


@contextlib.contextmanager
def other_thread_writes(registry: laurels.Registry) -> Iterator[None]:
    """While this lasts, another thread has a change open."""
    began, done = threading.Event(), threading.Event()

    def write() -> None:
        with registry.transaction():
            began.set()
            done.wait()

    thread = threading.Thread(target=write)
    thread.start()
    began.wait()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _write_until(path: pathlib.Path, began: Any, done: Any) -> None:
    with laurels.open(path) as registry, registry.transaction() as change:
        change.add(laurels.Award("Elsewhere"))
        began.set()
        done.wait()
        raise SystemExit


@contextlib.contextmanager
def other_process_writes(path: pathlib.Path) -> Iterator[None]:
    """While this lasts, another process has a change open."""
    context = multiprocessing.get_context("spawn")
    began, done = context.Event(), context.Event()
    process = context.Process(target=_write_until, args=(path, began, done))
    process.start()
    began.wait()
    try:
        yield
    finally:
        done.set()
        process.join()


def setting(folder: pathlib.Path) -> dict[str, Any]:
    """What the code of a case finds: a small registry and its records."""
    path = folder / "council.laurels"
    registry = laurels.open(path, actor="communications", timeout=0.2)
    names: dict[str, Any] = {name: getattr(laurels, name) for name in laurels.__all__}
    names |= {"laurels": laurels, "datetime": datetime, "sqlite3": sqlite3, "edit": edit}
    names |= {"folder": folder, "path": path, "registry": registry}
    names |= {"other_thread_writes": other_thread_writes, "other_process_writes": other_process_writes}
    council = registry.add(laurels.Nominee("Lancashire County Council", kind="organisation"))
    fleet = registry.add(laurels.Nominee("Fleet", part_of=council))
    road_safety = registry.add(laurels.Nominee("Road Safety", part_of=council))
    award = registry.add(laurels.Award("UK Fleet Champions Awards"))
    edition = registry.add(laurels.Edition(award, "2025"))
    ceremony = registry.add(laurels.Ceremony(edition, date="2025-09-25", place="Leeds"))
    category = registry.add(laurels.Category(edition, "Fleet Safety Partnership Award"))
    nomination = registry.add(laurels.Nomination(category, credits=[fleet], stage="shortlisted"))
    second = registry.add(laurels.Nomination(category, credits=[road_safety], stage="shortlisted"))
    names |= {"council": council, "fleet": fleet, "road_safety": road_safety, "award": award, "edition": edition}
    names |= {"ceremony": ceremony, "category": category, "nomination": nomination, "second": second}
    return names


def bytes_of(folder: pathlib.Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def run(case: Case) -> str:
    """Runs a case and gives the error as Python prints it. Raises AssertionError where it is no error of ours, or where
    the failing statement left a mark on a file."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        names = setting(folder)
        *before, last = ast.parse(case.code).body
        exec(compile(ast.Module(before, []), case.name, "exec"), names)
        files = bytes_of(folder)
        try:
            exec(compile(ast.Module([last], []), case.name, "exec"), names)
        except (laurels.Error, TypeError) as error:
            said = f"{type(error).__name__}: {error}"
        else:
            raise AssertionError(f"{case.theme}/{case.name}: no error")
        finally:
            names["registry"].close()
        if bytes_of(folder) != files:
            raise AssertionError(f"{case.theme}/{case.name}: the error left a file changed")
        for uuid, other in zip(dict.fromkeys(re.findall(UUID, said)), UUIDS, strict=False):
            said = said.replace(uuid, other)  # those of files are made by chance
        return said.replace(str(folder.resolve()) + "/", "").replace(str(folder.resolve()), "awards")


def page(texts: dict[Case, str]) -> str:
    lines = [
        "# Errors",
        "",
        "What Laurels says when it refuses something, and for what. In each case nothing was written. The page is made",
        "from `tests/errors/` by `python tests/errors/corpus.py`, and a test compares it with what the library says.",
        "",
        "Every error is a `laurels.Error` and also the builtin that Python programmers expect: a `ValueError`, `TypeError`,",
        "`LookupError`, `OSError` and so on. Its facts are attributes too, so that no program has to read the text. In C++",
        "the same types are in `laurels/error.hpp`. `registry` is a small file with the records that the code names.",
        "",
        "Only a slip in the code that calls raises what Python itself would, and no `laurels.Error`: a `TypeError` for an",
        "argument of a wrong type, for one that is missing and for one that there is not. An id or a record of the wrong",
        "kind, as an award where a nominee belongs, is `WrongKind`, which is both.",
        "",
    ]
    for theme, heading in THEMES.items():
        lines += [f"## {heading}", ""]
        for case, text in texts.items():
            if case.theme == theme:
                lines += [f"### {case.title}", "", "```python", case.code, "```", "", "```text", text, "```", ""]
    return "\n".join(lines)


def main() -> int:
    texts = {case: run(case) for case in cases()}
    for case, text in texts.items():
        case.text_file.write_text(text + "\n", encoding="utf-8")
    PAGE.write_text(page(texts), encoding="utf-8")
    print(f"{len(texts)} errors")
    return 0


if __name__ == "__main__":
    sys.exit(main())
