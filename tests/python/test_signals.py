"""Ctrl-C, and other signals, while a call waits for others or reads the whole journal."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
import time

import laurels
from laurels import Award


def interrupted(script, path, after=0.3):
    """Runs a script until it prints, sends SIGINT a little later, and gives what it printed after that."""
    child = subprocess.Popen(
        [sys.executable, "-X", "faulthandler", "-c", textwrap.dedent(script), str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert child.stdout.readline() == "waiting\n", child.communicate(timeout=60)
        time.sleep(after)
        child.send_signal(signal.SIGINT)
        output, errors = child.communicate(timeout=20)
    finally:
        child.kill()
        child.wait()
    assert child.returncode == 0, errors
    return output


def test_a_wait_for_another_process_can_be_interrupted(path):
    with laurels.open(path) as registry, registry.transaction() as change:
        change.add(Award("held"))
        output = interrupted(
            """
            import sys, laurels
            registry = laurels.open(sys.argv[1], timeout=600)
            try:
                print("waiting", flush=True)
                registry.add(laurels.Award("a"))
            except KeyboardInterrupt:
                print("interrupted, holds", registry.count(laurels.Award))
            """,
            path,
        )
    assert output == "interrupted, holds 0\n"
    with laurels.open(path) as registry:
        assert registry.count(Award) == 1
        assert registry.verify()


def test_a_wait_for_another_thread_can_be_interrupted(path):
    output = interrupted(
        """
        import sys, threading, laurels
        registry = laurels.open(sys.argv[1], timeout=600)
        begun, over = threading.Event(), threading.Event()
        def hold():
            with registry.transaction() as change:
                change.add(laurels.Award("held"))
                begun.set()
                over.wait()
        thread = threading.Thread(target=hold)
        thread.start()
        begun.wait()
        try:
            print("waiting", flush=True)
            registry.add(laurels.Award("a"))
        except KeyboardInterrupt:
            print("interrupted")
        over.set()
        thread.join()
        registry.add(laurels.Award("b"))
        print([award.name for award in registry.all(laurels.Award)], bool(registry.verify()))
        """,
        path,
    )
    assert output == "interrupted\n['held', 'b'] True\n"


def test_handlers_run_during_a_wait_and_may_use_the_registry(path, run_python):
    with laurels.open(path) as registry, registry.transaction() as change:
        change.add(Award("held"))
        done = run_python(
            """
            import signal, sys, laurels
            registry = laurels.open(sys.argv[1], timeout=1)
            seen = []
            def ask(*_):
                seen.append(registry.count(laurels.Award))
                try:
                    registry.add(laurels.Award("b"))
                except laurels.TransactionError:
                    seen.append("nested")
            signal.signal(signal.SIGALRM, ask)
            signal.setitimer(signal.ITIMER_REAL, 0.2)
            try:
                registry.add(laurels.Award("a"))
            except laurels.Busy:
                seen.append("busy")
            def close(*_):
                registry.close()
            signal.signal(signal.SIGALRM, close)
            signal.setitimer(signal.ITIMER_REAL, 0.2)
            try:
                registry.add(laurels.Award("c"))
            except laurels.Closed:
                seen.append("closed")
            print(seen)
            """,
            path,
        )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "[0, 'nested', 'busy', 'closed']\n"


def test_long_reading_can_be_interrupted(path, run_python):
    done = run_python(
        """
        import os, signal, sys, threading, time, laurels
        registry = laurels.open(sys.argv[1])
        registry.add_all(laurels.Nominee(f"nominee {i}") for i in range(100_000))
        for read in (registry.verify, lambda: registry.as_of(1), lambda: registry.known_on("2999-01-01")):
            for attempt in range(4):
                began = time.monotonic()
                read()
                whole = time.monotonic() - began
                began = time.monotonic()
                threading.Timer(whole / 20, os.kill, (os.getpid(), signal.SIGINT)).start()
                try:
                    read()
                except KeyboardInterrupt:
                    if time.monotonic() - began < 0.75 * whole:
                        break
            else:
                sys.exit("it read to the end")
        """,
        path,
    )
    assert done.returncode == 0, done.stderr


def test_an_import_can_be_interrupted_and_leaves_the_file_as_it_was(path):
    with laurels.open(path) as registry:
        registry.add(Award("there"))
    output = interrupted(
        """
        import io, sys, laurels

        ORIGIN = "4e514b04-3fc2-464d-a550-13da333be076/award:"

        class Endless(io.RawIOBase):
            number = 0

            def read(self, size=-1):
                if self.number == 0:
                    self.number = 1
                    return '{"laurels":2,"content":"public","records":{"awards":[{"id":1,"origin":"' + ORIGIN + '1","name":"a"}'
                self.number += 1
                return ',{"id":%d,"origin":"%s%d","name":"a"}' % (self.number, ORIGIN, self.number)

        registry = laurels.open(sys.argv[1])
        print("waiting", flush=True)
        try:
            registry.import_json(Endless())
        except KeyboardInterrupt:
            print("interrupted, holds", registry.count(laurels.Award))
        """,
        path,
    )
    assert output == "interrupted, holds 1\n"
    with laurels.open(path) as registry:
        assert registry.count(Award) == 1
        assert registry.verify()


def test_an_import_from_a_pipe_that_stalls_can_be_interrupted(path):
    output = interrupted(
        """
        import os, sys, threading, laurels

        mapping = {
            "laurels_mapping": 1,
            "data_set": "piped",
            "award": {"name": {"value": "P"}},
            "edition": {"label": "year"},
            "category": {"name": {"value": "C"}},
            "credits": [{"nominee": {"name": "name"}}],
        }
        pipe = sys.argv[1] + ".csv"
        os.mkfifo(pipe)
        never = threading.Event()

        def write():
            with open(pipe, "w") as file:
                file.write("year,name\\\\n2000,Ann\\\\n")
                file.flush()
                never.wait()

        threading.Thread(target=write, daemon=True).start()
        registry = laurels.open(sys.argv[1])
        print("waiting", flush=True)
        try:
            registry.import_table(pipe, mapping)
        except KeyboardInterrupt:
            print("interrupted, holds", registry.count(laurels.Award))
        """,
        path,
    )
    assert output == "interrupted, holds 0\n"
