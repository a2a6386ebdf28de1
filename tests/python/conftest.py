"""Fixtures: small registries whose every number can be checked by hand."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import laurels
import pytest
from hypothesis import settings
from laurels import Award, Category, Ceremony, Edition, Nomination, Nominee, Source

# A change is judged by the same examples each time; `pytest --hypothesis-profile=search` looks for new ones.
settings.register_profile("search", settings.default)
settings.register_profile("steady", derandomize=True)
settings.load_profile("steady")

# Where the tests run in the background of a shell, SIGINT is ignored, and would be in the programs that tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def registry() -> Iterator[laurels.Registry]:
    """An empty registry in memory."""
    with laurels.in_memory(actor="tester") as registry:
        yield registry


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a file can be made."""
    return tmp_path / "test.laurels"


def fill(registry: laurels.Registry) -> SimpleNamespace:
    """Two awards of 2025, as a newsletter of 15 August told of them.

    Fleet has a category with one joint nomination of two teams (Fleet, Road Safety) and a ceremony on 25 September;
    Children has two categories with a nomination of one team (Employment) each and a ceremony in November. All three
    nominations are shortlisted, and all three teams are part of the council.
    """
    newsletter = Source("Staff newsletter", published="2025-08-15")
    it = SimpleNamespace(newsletter=newsletter)
    with registry.transaction(source=newsletter) as change:
        it.council = change.ensure(Nominee("Lancashire County Council", "organisation"))
        it.fleet, it.safety, it.employment = (
            change.ensure(Nominee(name, part_of=it.council)) for name in ("Fleet", "Road Safety", "Employment")
        )
        it.fleet_award = change.ensure(Award("UK Fleet Champions Awards"))
        it.children_award = change.ensure(Award("Children & Young People Now Awards"))
        it.fleet_2025 = change.ensure(Edition(it.fleet_award, "2025"))
        it.children_2025 = change.ensure(Edition(it.children_award, "2025"))
        it.leeds = change.ensure(Ceremony(it.fleet_2025, date="2025-09-25", place="Leeds"))
        it.november = change.ensure(Ceremony(it.children_2025, date="2025-11"))
        it.partnership = change.ensure(Category(it.fleet_2025, "Fleet Safety Partnership Award"))
        it.care = change.ensure(Category(it.children_2025, "The Children in Care Award"))
        it.guidance = change.ensure(Category(it.children_2025, "The Advice and Guidance Award"))
        it.joint = change.ensure(Nomination(it.partnership, credits=[it.fleet, it.safety], stage="shortlisted"))
        it.in_care = change.ensure(Nomination(it.care, credits=[it.employment], stage="shortlisted"))
        it.in_guidance = change.ensure(Nomination(it.guidance, credits=[it.employment], stage="shortlisted"))
    return it


@pytest.fixture
def council(registry: laurels.Registry) -> SimpleNamespace:
    """The records of fill(), in `registry`."""
    return fill(registry)


@pytest.fixture
def run_python() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a script in an interpreter of its own and gives what became of it; fails where a signal ended it."""

    def run(script: str, *arguments: object, timeout: float = 60) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-X", "faulthandler", "-c", textwrap.dedent(script), *map(str, arguments)],
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        assert done.returncode >= 0, f"ended by signal {-done.returncode}\n{done.stderr}"
        return done

    return run
