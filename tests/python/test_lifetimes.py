"""Threads, forks and the end of the interpreter: an error or an answer each time, never a crash."""

from __future__ import annotations

import multiprocessing
import pickle
import sys
import threading
import time

import laurels
import pytest
from laurels import Award, Nominee


def test_many_threads_on_one_registry(path):
    errors = []
    with laurels.open(path, timeout=30) as registry:

        def work(number):
            try:
                for i in range(20):
                    registry.add(Nominee(f"nominee {number}.{i}"))
                    registry.count(Nominee)
                    registry.all(Nominee)[-1:]
                    with registry.transaction() as change:
                        change.add(Award(f"award {number}.{i}"))
            except BaseException as error:
                errors.append(error)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not errors
        assert registry.count(Nominee) == registry.count(Award) == 80
        assert registry.verify()


def test_a_thread_that_waits_lets_the_others_run(path):
    ticks = []
    with laurels.open(path, timeout=0.5) as registry, registry.transaction() as change:
        change.add(Award("a"))

        def wait():
            with pytest.raises(laurels.Busy):
                registry.add(Award("b"))

        thread = threading.Thread(target=wait)
        thread.start()
        while thread.is_alive():
            ticks.append(time.monotonic())
            time.sleep(0.01)
        thread.join()
    assert len(ticks) > 10


def test_closing_while_others_ask(path):
    registry = laurels.open(path)
    registry.add_all(Nominee(f"nominee {i}") for i in range(2000))
    unexpected = []
    began = threading.Event()

    def ask():
        try:
            while True:
                registry.all(Nominee)
                registry.nominations().rows()
                began.set()
        except laurels.Closed:
            pass
        except BaseException as error:
            unexpected.append(error)
            began.set()

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    began.wait(30)
    registry.close()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()
    assert not unexpected


EXITS = {
    "everything open": """
        with_registry.add(laurels.Award("a"))
        change = with_registry.transaction()
        change.__enter__()
        change.add(laurels.Award("b"))
        query = with_registry.nominations()
        view = with_registry.known_on("2025-01-01")
        rows = with_registry.all(laurels.Award)
    """,
    "all that one can hold of a registry": """
        with_registry.add_all(laurels.Award(f"a{i}") for i in range(9))
        view = with_registry.as_of(1)
        narrower = view.known_on("2100-01-01")
        held = [
            with_registry.all(laurels.Award),
            with_registry.nominations(),
            with_registry.ceremonies(),
            with_registry.deadlines().rows(),
            with_registry.history(with_registry.find(laurels.Award, "a1")),
            view.nominations(),
            view.all(laurels.Award),
            narrower.ceremonies().rows(),
            iter(narrower.all(laurels.Award)),
            laurels.in_memory(),
        ]
        change = held[-1].transaction()
        change.__enter__()
        held += [change.add(laurels.Award("b")), change.nominations(), change.all(laurels.Award)]
    """,
    "everything open in a cycle": """
        class Keep: pass
        keep = Keep()
        keep.self = keep
        keep.registry = with_registry
        keep.change = with_registry.transaction()
        keep.change.__enter__()
        keep.rows = with_registry.nominations()
    """,
    "iterators half-way": """
        with_registry.add_all(laurels.Award(f"a{i}") for i in range(9))
        rows = iter(with_registry.all(laurels.Award))
        next(rows)
        query = iter(with_registry.nominations())
        def write():
            with with_registry.transaction() as change:
                yield change.add(laurels.Award("b"))
        writing = write()
        next(writing)
    """,
    "an exception in a change": """
        with with_registry.transaction() as change:
            change.add(laurels.Award("a"))
            sys.exit(0)
    """,
    "daemon threads that ask": """
        import threading, time
        with_registry.add_all(laurels.Nominee(f"n{i}") for i in range(3000))
        def ask():
            while True:
                with_registry.all(laurels.Nominee)
                with_registry.nominations().rows()
        for _ in range(4):
            threading.Thread(target=ask, daemon=True).start()
        time.sleep(0.3)
    """,
    "daemon threads that write": """
        import threading, time
        def write(number):
            i = 0
            while True:
                i += 1
                with with_registry.transaction() as change:
                    change.add(laurels.Award(f"{number}.{i}"))
        for number in range(3):
            threading.Thread(target=write, args=(number,), daemon=True).start()
        time.sleep(0.3)
    """,
    "a daemon thread that imports": """
        import csv, threading
        rows = [{"year": str(1000 + n % 900), "title": f"T{n}"} for n in range(200_000)]
        path = sys.argv[1] + ".csv"
        with open(path, "w", newline="") as file:
            writer = csv.DictWriter(file, ["year", "title"])
            writer.writeheader()
            writer.writerows(rows)
        mapping = {
            "laurels_mapping": 1, "data_set": "d", "award": {"name": {"value": "P"}}, "edition": {"label": "year"},
            "category": {"name": {"value": "C"}}, "nomination": {"title": "title"},
        }
        started = threading.Event()
        def run():
            with laurels.in_memory(actor="a") as other:
                other.import_table(path, mapping, progress=lambda rows: started.set())
        threading.Thread(target=run, daemon=True).start()
        assert started.wait(60)
    """,
    "a daemon thread that waits to write": """
        import threading, time
        change = with_registry.transaction()
        change.__enter__()
        threading.Thread(target=lambda: with_registry.add(laurels.Award("b")), daemon=True).start()
        time.sleep(0.2)
    """,
    "a registry that was made in a thread": """
        import threading
        made = []
        thread = threading.Thread(target=lambda: made.append(laurels.in_memory()))
        thread.start()
        thread.join()
        made[0].add(laurels.Award("a"))
    """,
    "an exit function that uses it": """
        import atexit
        atexit.register(lambda: print(with_registry.count(laurels.Award)))
        with_registry.add(laurels.Award("a"))
    """,
    "imported by a thread": """
        pass
    """,
}


@pytest.mark.parametrize("name", EXITS)
def test_the_interpreter_ends(path, run_python, name):
    import textwrap

    script = "import sys, laurels\nwith_registry = laurels.open(sys.argv[1], timeout=2)\n" + textwrap.dedent(
        EXITS[name]
    )
    if name == "imported by a thread":
        script = textwrap.dedent(
            """
            import sys, threading
            kept = []
            def begin():
                import laurels
                kept.append(laurels.open(sys.argv[1]))
                kept[0].add(laurels.Award("a"))
            thread = threading.Thread(target=begin)
            thread.start()
            thread.join()
            """
        )
    for _ in range(3 if "daemon" in name else 1):
        done = run_python(script, path)
        assert done.returncode == 0, done.stderr
        assert "Fatal" not in done.stderr
        assert "terminate" not in done.stderr
    with laurels.open(path) as registry:
        assert registry.verify()


def add_ten_and_leave_a_change_open(path, name):
    """What a spawned process does; it ends with everything open."""
    global left_open
    registry = laurels.open(path, actor=name, timeout=30)
    for i in range(10):
        registry.add(Award(f"{name}.{i}"))
    change = registry.transaction()
    change.__enter__()
    change.add(Award("taken back"))
    left_open = (registry, change, change.nominations(), registry.as_of(1), registry.all(Award))


def test_spawned_processes_open_the_same_file(path):
    spawn = multiprocessing.get_context("spawn")
    with laurels.open(path, timeout=30) as registry:
        query = registry.nominations()
        processes = [
            spawn.Process(target=add_ten_and_leave_a_change_open, args=(path, name)) for name in ("one", "two")
        ]
        for process in processes:
            process.start()
        for process in processes:
            process.join(60)
            assert process.exitcode == 0
        assert {award.name for award in registry.all(Award)} == {f"{n}.{i}" for n in ("one", "two") for i in range(10)}
        assert len(query.rows()) == 0
        registry.add(Award("afterwards"))
        assert registry.verify()


def test_a_registry_does_not_go_to_another_process(registry):
    for kept in (registry, registry.nominations(), registry.as_of(0)):
        with pytest.raises(TypeError):
            pickle.dumps(kept)


@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="needs fork")
def test_the_child_of_a_fork_cannot_use_it(path, run_python):
    done = run_python(
        """
        import os, sys, warnings, laurels
        warnings.simplefilter("ignore")
        registry = laurels.open(sys.argv[1])
        registry.add(laurels.Award("a"))
        query = registry.nominations()
        change = registry.transaction()
        change.__enter__()
        change.add(laurels.Award("b"))
        child = os.fork()
        if child == 0:
            for use in (
                lambda: registry.count(laurels.Award),
                lambda: registry.add(laurels.Award("c")),
                lambda: change.add(laurels.Award("c")),
                lambda: change.commit(),
                lambda: query.rows(),
                lambda: registry.transaction().__enter__(),
                lambda: registry.verify(),
            ):
                try:
                    use()
                except laurels.Closed:
                    pass
                else:
                    os._exit(3)
            repr(registry), str(registry), repr(change)
            registry.close()
            with laurels.open(sys.argv[1], timeout=0.1) as own:
                if own.count(laurels.Award) != 1:
                    os._exit(4)
            del change, query, registry
            sys.exit(0)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 0, status
        change.commit()
        assert registry.count(laurels.Award) == 2
        assert registry.verify()
        """,
        path,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="needs fork")
def test_a_fork_while_threads_are_at_work(path, run_python):
    done = run_python(
        """
        import os, sys, threading, warnings, laurels
        warnings.simplefilter("ignore")
        registry = laurels.open(sys.argv[1])
        stop = threading.Event()
        def work(number):
            i = 0
            while not stop.is_set():
                registry.add(laurels.Award(f"{number}.{i}"))
                registry.all(laurels.Award)
                i += 1
        threads = [threading.Thread(target=work, args=(n,)) for n in range(2)]
        for thread in threads:
            thread.start()
        for _ in range(10):
            child = os.fork()
            if child == 0:
                try:
                    registry.count(laurels.Award)
                except laurels.Closed:
                    del registry
                    os._exit(0)
                os._exit(3)
            _, status = os.waitpid(child, 0)
            assert os.waitstatus_to_exitcode(status) == 0, status
        stop.set()
        for thread in threads:
            thread.join()
        assert registry.verify()
        """,
        path,
    )
    assert done.returncode == 0, done.stderr


def test_memory_stays_bounded_when_errors_are_raised(registry):
    # A reference lost on the way of an error would show in the counts of what was given.
    source = laurels.Source("x")
    record = Award("")
    before = sys.getrefcount(source), sys.getrefcount(record)
    for _ in range(100):
        with pytest.raises(laurels.InvalidValue):
            registry.add(record, source=source)
        with pytest.raises(TypeError):
            registry.add(record, source=source, nonsense=1)
    assert (sys.getrefcount(source), sys.getrefcount(record)) == before
