"""The examples run, twice, and the second time they add nothing."""

from __future__ import annotations

import csv
import json
import pathlib
import subprocess
import sys
import warnings
from collections import Counter, defaultdict

import laurels
import pytest

ROOT = pathlib.Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
COUNCIL = EXAMPLES / "python" / "council.py"
OSCARS = EXAMPLES / "python" / "oscars.py"
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


@pytest.fixture(scope="module")
def oscars(tmp_path_factory):
    return run(OSCARS, cwd=tmp_path_factory.mktemp("oscars"))


@pytest.fixture(scope="module")
def lines():
    """The rows of the sample."""
    with (EXAMPLES / "data" / "oscars.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, escapechar="\\", restval=""))


class TestOscars:
    def test_reports_what_was_brought_in(self, oscars, lines):
        report = section(oscars, "What was brought in")
        assert report[0] == f"{len(lines)} rows read; written as change 1"
        assert f"nomination {len(lines)} added 0 revised 0 unchanged" in report
        assert not any("refused" in line for line in report)

    def test_most_nominated_without_a_win(self, oscars, lines):
        nominated, won, names = Counter(), set(), {}
        for line in lines:
            if line["Class"] in ("Special", "SciTech") or "NOT AN OFFICIAL" in line["Note"]:
                continue
            for person, name in zip(line["NomineeIds"].split("|"), line["Nominees"].split("|"), strict=True):
                nominated[person] += 1
                names[person] = name
                if line["Winner"]:
                    won.add(person)
        times = [
            (-count, names[person]) for person, count in nominated.items() if person[:2] == "nm" and person not in won
        ]
        shown = section(oscars, "Most nominated without a win")
        assert shown == [f"{name}: {-count}" for count, name in sorted(times)[:5]]

    def test_ties(self, oscars):
        assert section(oscars, "Ties, and categories with several winners") == [
            "5 ACTOR: Wallace Beery (The Champ) | Fredric March (Dr. Jekyll and Mr. Hyde)",
            "41 ACTRESS: Katharine Hepburn (The Lion in Winter) | Barbra Streisand (Funny Girl)",
            "85 SOUND EDITING: Per Hallberg, Karen Baker Landers (Skyfall) | Paul N.J. Ottosson (Zero Dark Thirty)",
            "98 LIVE ACTION SHORT FILM: Sam A. Davis, Jack Piatt (The Singers) | Alexandre Singh, Natalie Musteata "
            "(Two People Exchanging Saliva)",
        ]

    def test_category_with_the_most_names(self, oscars, lines):
        names = defaultdict(set)
        for line in lines:
            names[line["CanonicalCategory"]].add(line["Category"])
        shown = [line.split(": ", 1)[1] for line in section(oscars, "The category with the most names")]
        assert set(shown) in names.values()
        assert len(shown) == max(map(len, names.values()))

    def test_adds_nothing_when_run_again(self, oscars):
        file = pathlib.Path(oscars.rsplit(" to ", 1)[1].strip())
        assert oscars.endswith(f"This run added 1 change to {file}\n")
        before = head(file)
        again = run(OSCARS, str(EXAMPLES / "data" / "oscars.csv"), str(file), cwd=file.parent)
        assert again.endswith(f"This run added nothing to {file}\n")
        assert head(file) == before

    def test_the_sample_says_where_it_is_from(self):
        assert "github.com/DLu/oscar_data" in (EXAMPLES / "data" / "README.md").read_text(encoding="utf-8")
        assert "David V. Lu!!" in (EXAMPLES / "data" / "LICENSE-oscar_data.txt").read_text(encoding="utf-8")


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
