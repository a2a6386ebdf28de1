"""The examples run, twice, and the second time they add nothing."""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys
import warnings

import laurels
import pytest

ROOT = pathlib.Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
COUNCIL = EXAMPLES / "python" / "council.py"
NOTEBOOKS = sorted((EXAMPLES / "notebooks").glob("*.ipynb"))


def run(script: pathlib.Path, *arguments: str, cwd: pathlib.Path) -> str:
    command = [sys.executable, "-W", "error", str(script), *arguments]
    return subprocess.run(command, cwd=cwd, check=True, capture_output=True, encoding="utf-8").stdout


def head(path: pathlib.Path) -> laurels.Checkpoint:
    with laurels.open(path, read_only=True) as registry:
        assert registry.verify()
        return registry.checkpoint()


def section(output: str, heading: str) -> list[str]:
    """The lines under a heading, with runs of spaces as one."""
    lines = output.split(f"\n{heading}\n", 1)[1].split("\n\n", 1)[0].splitlines()[1:]
    return [" ".join(line.split()) for line in lines]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("council")


@pytest.fixture(scope="module")
def output(folder):
    return run(COUNCIL, cwd=folder)


class TestCouncil:
    def test_six_shortlistings_and_two_ceremonies(self, output):
        assert len(section(output, "Shortlisted in 2025")) == 7
        assert "6 nominations of Lancashire County Council and its teams" in output
        assert section(output, "Ceremonies") == [
            "UK Fleet Champions Awards 25 September 2025 Leeds",
            "Children & Young People Now Awards November 2025",
        ]

    def test_the_change_is_computed_and_the_claim_is_text(self, output):
        assert "1,850 to 1,075 people: -775 (-41.9 %)" in output
        assert "a 48% drop in those waiting over 28 days. That counts another group." in output

    def test_what_was_known_on_1_september(self, output):
        assert all(line.endswith("pending") for line in section(output, "What was known on 1 September 2025"))
        assert "\nChildren & Young People Now Awards  November 2025\n" in output.split("What was known", 1)[1]

    def test_who_said_what(self, output):
        said = section(output, "Who said what about the second ceremony")
        assert said[1] == "date … → November 2025 Staff newsletter, 15 August 2025"
        assert said[2].startswith(
            "date November 2025 → 20 November 2025 Children & Young People Now Awards: 2025 winners"
        )

    def test_verifies_and_finds_the_altered_byte(self, output):
        proof = section(output, "Proof")
        assert proof[0].startswith("this file: as written: 40 events in 3 changes")
        assert proof[1].endswith("NOT as written: event 37 was altered: its digest does not fit it")

    def test_adds_nothing_when_run_again(self, output, folder):
        file = folder / "council.laurels"
        assert output.endswith(f"This run added 3 changes to {file}\n")
        before = head(file)
        again = run(COUNCIL, str(file), cwd=folder)
        assert again.endswith(f"This run added nothing to {file}\n")
        assert head(file) == before
        assert [path.name for path in folder.iterdir()] == ["council.laurels"]


class TestNotebooks:
    @pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
    def test_is_kept_without_outputs(self, notebook):
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
            assert not cell.get("outputs")
            assert cell.get("execution_count") is None

    @pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
    def test_runs_twice_and_adds_nothing_the_second_time(self, notebook, tmp_path):
        nbformat = pytest.importorskip("nbformat")
        nbclient = pytest.importorskip("nbclient")
        heads = []
        for _ in range(2):
            cells = nbformat.read(notebook, as_version=4)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # those of the notebook's machinery are not ours
                client = nbclient.NotebookClient(cells, timeout=120, resources={"metadata": {"path": str(tmp_path)}})
                client.execute()
            shown = [
                output["data"]
                for cell in cells.cells
                for output in cell.get("outputs", ())
                if output.output_type == "execute_result"
            ]
            assert any('<div class="laurels">' in data.get("text/html", "") for data in shown)
            (file,) = tmp_path.glob("*.laurels")
            heads.append(head(file))
        assert heads[0] == heads[1]
