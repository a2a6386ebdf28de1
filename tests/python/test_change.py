"""Changes: with statements, and every way to misuse them."""

from __future__ import annotations

import gc
import threading
import time

import laurels
import pytest
from laurels import Award, AwardId, Edition, Nominee, Source


def test_all_or_nothing(registry):
    with registry.transaction(actor="importer", reason="first load", source=Source("list")) as change:
        award = change.add(Award("a"))
        change.add(Edition(award, "2025"))
        assert change.active
        assert change.count(Award) == 1
        assert registry.count(Award) == 0
    assert not change.active
    assert change.number == 1
    assert registry.count(Award) == 1
    (entry,) = registry.history(award, "name")
    assert (entry.actor, entry.reason, entry.source) == ("importer", "first load", Source("list"))


def test_an_exception_takes_everything_back(registry):
    change = registry.transaction()

    def fail():
        with change:
            change.add(Award("a"))
            raise KeyError("x")

    with pytest.raises(KeyError):
        fail()
    assert not change.active
    assert change.number is None
    assert registry.count(Award) == 0


def test_bad_input_does_not_end_it(registry):
    with registry.transaction() as change:
        with pytest.raises(laurels.InvalidValue):
            change.add(Award(""))
        change.add(Award("a"))
    assert registry.count(Award) == 1


def test_nothing_to_write_is_no_change(registry):
    with registry.transaction() as change:
        pass
    assert change.number is None
    assert registry.checkpoint().change == 0


def test_ending_it_early(registry):
    with registry.transaction() as change:
        change.add(Award("a"))
        change.commit()
        with pytest.raises(laurels.TransactionError):
            change.add(Award("b"))
    with registry.transaction() as change:
        change.add(Award("b"))
        change.rollback()
    assert [award.name for award in registry.all(Award)] == ["a"]


def test_used_outside_with(registry):
    change = registry.transaction()
    for use in (
        lambda: change.add(Award("a")),
        lambda: change.count(Award),
        lambda: change.nominations(),
        lambda: change.add_all([]),
        change.commit,
        change.rollback,
        lambda: change.__exit__(None, None, None),
    ):
        with pytest.raises(laurels.TransactionError, match="not begun"):
            use()
    assert repr(change) == "<Change: not open>"


def test_used_after_its_end(registry):
    with registry.transaction() as change:
        query = change.nominations()
    for use in (lambda: change.add(Award("a")), lambda: change.count(Award), change.commit, query.rows):
        with pytest.raises(laurels.TransactionError):
            use()
    with pytest.raises(laurels.TransactionError, match="used once"), change:
        pass


def test_nested(registry):
    with registry.transaction() as change:
        with pytest.raises(laurels.TransactionError), registry.transaction():
            pass
        with pytest.raises(laurels.TransactionError):
            registry.add(Award("a"))
        with pytest.raises(laurels.TransactionError):
            registry.add_all([Award("a"), Nominee("b")])
        change.add(Award("b"))
    assert [award.name for award in registry.all(Award)] == ["b"]


def test_outlives_its_registry(path):
    registry = laurels.open(path)
    change = registry.transaction()
    del registry
    gc.collect()
    with change:
        change.add(Award("a"))
    del change
    with laurels.open(path) as registry:
        assert registry.count(Award) == 1


def test_the_registry_is_closed_under_it(path):
    registry = laurels.open(path)
    change = registry.transaction()

    def close_it():
        with change:
            change.add(Award("a"))
            registry.close()

    with pytest.raises((laurels.Closed, laurels.TransactionError)):
        close_it()
    with pytest.raises((laurels.Closed, laurels.TransactionError)):
        change.add(Award("b"))
    with laurels.open(path) as registry:
        assert registry.count(Award) == 0


def test_forgotten_in_a_generator(registry):
    def forgetful():
        with registry.transaction() as change:
            yield change.add(Award("a"))
            yield change.add(Award("b"))

    generator = forgetful()
    next(generator)
    with pytest.warns(ResourceWarning, match="generator"):
        generator.close()  # as when it is collected
    assert registry.count(Award) == 0
    registry.add(Award("c"))  # the right to write is free again


def test_forgotten_without_with(registry):
    kept = [registry.transaction()]
    kept[0].__enter__()
    kept[0].add(Award("a"))
    with pytest.warns(ResourceWarning, match="with statement"):
        kept.clear()
    assert registry.count(Award) == 0
    registry.add(Award("c"))


def test_belongs_to_its_thread(path):
    errors = []
    with laurels.open(path, timeout=0.1) as registry, registry.transaction() as change:

        def use():
            for write in (lambda: change.add(Award("a")), lambda: registry.add(Award("b"))):
                try:
                    write()
                except laurels.Busy as busy:
                    errors.append(busy)

        thread = threading.Thread(target=use)
        thread.start()
        thread.join()
        change.add(Award("c"))
    assert len(errors) == 2
    assert all(isinstance(error, TimeoutError) and 0 <= error.waited < 30 for error in errors)
    with laurels.open(path) as registry:
        assert [award.name for award in registry.all(Award)] == ["c"]


def test_other_processes_wait_for_it_too(path, run_python):
    with laurels.open(path) as registry, registry.transaction() as change:
        change.add(Award("a"))
        done = run_python(
            """
            import sys, laurels
            with laurels.open(sys.argv[1], timeout=0.2) as registry:
                assert registry.count(laurels.Award) == 0
                try:
                    registry.add(laurels.Award("b"))
                except laurels.Busy as busy:
                    print(busy.waited > 0.1)
            """,
            path,
        )
        assert done.stdout == "True\n", done.stderr
    assert done.returncode == 0


def test_add_all_in_a_change(registry):
    with registry.transaction() as change:
        ids = change.add_all([Award("a"), Nominee("n"), Award("b")])
        assert ids[2] == AwardId(2)
        assert change.count(Award) == 2
    assert registry.count(Award) == 2
    assert registry.checkpoint().change == 1


def test_add_all_that_fails_midway_leaves_nothing_in_the_change(registry):
    def carry_on():
        with registry.transaction() as change:
            change.add(Award("before"))
            with pytest.raises(laurels.InvalidValue):
                change.add_all([Nominee("n"), Award("a"), Award("")])
            change.add(Award("after"))

    with pytest.raises(laurels.TransactionError, match="rolled back"):
        carry_on()
    assert registry.count(Award) == 0
    assert registry.count(Nominee) == 0


def test_add_all_that_fails_before_it_writes_leaves_the_change_open(registry):
    with registry.transaction() as change:
        change.add(Award("before"))
        with pytest.raises(laurels.InvalidValue):
            change.add_all([Award("a"), Award("")])
        change.add(Award("after"))
    assert [award.name for award in registry.all(Award)] == ["before", "after"]


def test_forgotten_in_another_thread(path):
    with laurels.open(path, timeout=20) as registry:
        kept = []

        def begin():
            kept.append(registry.transaction())
            kept[0].__enter__()
            kept[0].add(Award("a"))

        thread = threading.Thread(target=begin)
        thread.start()
        thread.join()
        started = time.monotonic()
        with pytest.warns(ResourceWarning, match="with statement"):
            kept.clear()
        assert time.monotonic() - started < 10  # it does not wait for a turn that never comes
        assert registry.count(Award) == 0
        registry.add(Award("b"))


def test_many_threads_at_one_change(path):
    """Whatever the others do meanwhile, the change is its thread's own, and nothing crashes."""
    unexpected = []
    stop = threading.Event()
    with laurels.open(path, timeout=0.01) as registry:
        current = [registry.transaction()]

        def try_all(change):
            for use in (
                lambda: change.add(Award("z")),
                change.rollback,
                lambda: change.all(Award),
                lambda: change.nominations().rows(),
                lambda: repr(change),
            ):
                try:
                    use()
                except (laurels.Busy, laurels.TransactionError):
                    pass
                except BaseException as error:
                    unexpected.append(error)

        def disturb():
            while not stop.is_set():
                try_all(current[0])

        threads = [threading.Thread(target=disturb) for _ in range(3)]
        for thread in threads:
            thread.start()
        for number in range(30):
            with registry.transaction() as change:
                current[0] = change
                change.add(Award(f"award {number}"))
        stop.set()
        for thread in threads:
            thread.join()
        assert not unexpected
        assert registry.count(Award) == 30
        assert registry.verify()
