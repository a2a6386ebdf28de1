"""Replaying the journal gives the state that is stored, whatever was done, and whoever did it."""

from __future__ import annotations

import contextlib
import multiprocessing
import pathlib
import random
import tempfile
from multiprocessing.connection import Connection
from typing import Any

import hypothesis.strategies as st
import laurels
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, rule
from play import Play


def work_elsewhere(path: pathlib.Path, pipe: Connection) -> None:
    """The second process: for each seed that it is sent, writes one change of its own and answers with what it added."""
    with laurels.open(path, actor="someone else", timeout=30) as registry:
        while (seed := pipe.recv()) is not None:
            with registry.transaction(reason="from elsewhere") as change:
                award = change.add(laurels.Award(f"Elsewhere {seed}"))
                nominee = change.add(laurels.Nominee(f"Somebody {seed}", kind="person"))
            pipe.send([(award.id, award.name), (nominee.id, nominee.name)])


class Elsewhere:
    def __init__(self, path: pathlib.Path) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, other_end = context.Pipe()
        self.process = context.Process(target=work_elsewhere, args=(path, other_end))
        self.process.start()

    def write(self, seed: int, play: Play) -> None:
        self.pipe.send(seed)
        (award, award_name), (nominee, nominee_name) = self.pipe.recv()
        alone = {"url": "", "voided": False, "merged_into": None}
        play.model[award] = {"name": award_name, "extra": {}} | alone
        play.model[nominee] = {"name": nominee_name, "kind": "person", "part_of": None} | alone

    def close(self) -> None:
        self.pipe.send(None)
        self.process.join(30)


def test_ten_thousand_operations(tmp_path: pathlib.Path) -> None:
    seed = 20250815
    rng = random.Random(seed)
    play = Play(tmp_path / "played.laurels")
    elsewhere = Elsewhere(play.path)
    done: dict[str, int] = dict.fromkeys(Play.OPERATIONS, 0)
    while play.count < 10_000:
        operation = rng.choice(Play.OPERATIONS)
        done[operation] += 1
        if operation in ("roll_back", "revert"):
            play.operate(operation, rng)
        elif operation == "reopen" and rng.random() < 0.5:
            elsewhere.write(play.count, play)
            play.operate(operation, rng)
        else:
            # Most operations share a change with others, as they would in an import.
            with play.registry.transaction() as play.change:
                play.operate(operation, rng)
                for _ in range(rng.randint(0, 10)):
                    following = rng.choice(Play.OPERATIONS)
                    done[following] += 1
                    play.operate(following, rng)
            play.change = None
    elsewhere.close()
    assert all(done.values()), done
    play.check()
    play.registry.close()


class Journal(RuleBasedStateMachine):
    """The same operations, in sequences that Hypothesis makes short when it finds one that fails."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.play = Play(pathlib.Path(self.folder.name) / "played.laurels")

    @rule(operation=st.sampled_from(Play.OPERATIONS), rng=st.randoms(use_true_random=False))
    def operate(self, operation: str, rng: random.Random) -> None:
        self.play.operate(operation, rng)

    @rule(rng=st.randoms(use_true_random=False), count=st.integers(1, 6))
    def change(self, rng: random.Random, count: int) -> None:
        with self.play.registry.transaction() as self.play.change:
            for _ in range(count):
                self.play.step(rng)
        self.play.change = None

    def teardown(self) -> None:
        # Hypothesis ends some sequences in the middle of an operation, where the check cannot hold, and passes over
        # what is raised here then.
        with self.folder, contextlib.closing(self.play.registry):
            self.play.check()


Journal.TestCase.settings = settings(
    max_examples=15, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
TestJournal: Any = Journal.TestCase
