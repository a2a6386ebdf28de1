"""What the documents say is so: their code runs, and the files and names in them are there."""

from __future__ import annotations

import functools
import os
import pathlib
import re
import shutil
import subprocess
import sys

import laurels
import pytest

ROOT = pathlib.Path(__file__).parents[2]
README = ROOT / "README.md"
PAGES = [README, ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
ids = {"ids": lambda path: path.name}

# Names in the documents that are others', or only an example's.
OTHERS = {"app", "lib", "laurels", "nlohmann", "verb", "fields", "field", "date", "text", "note"}


def blocks(page: pathlib.Path, language: str) -> list[str]:
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [code for of, code in fenced if of == language]


def spans(page: pathlib.Path) -> list[str]:
    """What stands in backticks in the text."""
    prose = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"`([^`\n]+)`", prose)


@functools.cache
def words_of_the_source() -> frozenset[str]:
    words: set[str] = set()
    files = [path for name in ("CMakeLists.txt", "CMakePresets.json", "pyproject.toml") for path in [ROOT / name]]
    for folder in ("include", "lib", "bindings", "tests", "examples"):
        files += [path for path in (ROOT / folder).rglob("*") if path.suffix in {".hpp", ".cpp", ".py", ".in", ".txt"}]
    for path in files:
        if path != pathlib.Path(__file__):
            words |= set(re.findall(r"\w+", path.read_text(encoding="utf-8")))
    return frozenset(words)


def test_the_python_in_the_readme_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (code,) = blocks(README, "python")
    space: dict[str, object] = {}
    exec(compile(code, str(README), "exec"), space)
    output = capsys.readouterr().out
    assert "November 2025" in output
    assert "20 November 2025" not in output
    assert "as written: " in output
    registry = space["registry"]
    assert isinstance(registry, laurels.Registry)
    (ceremony,) = registry.ceremonies()
    assert ceremony.date is not None
    assert (ceremony.date.display(), ceremony.place) == ("20 November 2025", "Novotel London West")
    registry.close()


def test_the_cpp_in_the_readme_compiles(tmp_path):
    compiler = os.environ.get("CXX") or shutil.which("c++")
    if compiler is None:
        pytest.skip("no C++ compiler")
    (code,) = blocks(README, "cpp")
    source = tmp_path / "readme.cpp"
    source.write_text(code, encoding="utf-8")
    command = [
        *compiler.split(),
        "-std=c++20",
        "-fsyntax-only",
        "-Wall",
        "-Werror",
        f"-I{ROOT / 'include'}",
        str(source),
    ]
    subprocess.run(command, check=True)


def test_the_readme_shows_what_the_example_prints(tmp_path):
    script = ROOT / "examples" / "python" / "council.py"
    output = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, check=True, capture_output=True, encoding="utf-8"
    ).stdout
    (shown,) = blocks(README, "")
    for part in shown.strip().split("\n\n"):
        assert f"\n\n{part}\n" in output


@pytest.mark.parametrize("page", PAGES, **ids)
def test_links_lead_somewhere(page):
    prose = re.sub(r"(?ms)^```.*?^```", "", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)#]+)", prose):
        assert target.startswith("https://") or (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, **ids)
def test_files_that_are_named_are_there(page):
    for span in spans(page):
        path = span.rstrip("/")
        if re.fullmatch(r"\.?[\w-]+(/[\w.-]+)+/?", span) and path.split("/")[0] not in {"build", "laurels"}:
            assert (ROOT / path).exists(), span


@pytest.mark.parametrize("page", PAGES, **ids)
def test_names_in_it_exist(page):
    for span in spans(page):
        name = re.fullmatch(r"(?:\w+(?:::|\.))*(\w+)(?:\(.*\)|<.*>)?", span)
        if name is None or name[1] in OTHERS or not re.search(r"[A-Z(_]", span):
            continue
        assert name[1] in words_of_the_source(), span


def test_public_names_are_documented():
    undocumented = [name for name in laurels.__all__ if name != "__version__" and not getattr(laurels, name).__doc__]
    assert undocumented == []
