"""The package as such: what importing it costs, that all of it is documented, its errors and its stubs."""

from __future__ import annotations

import importlib.resources
import inspect
import pathlib
import pickle
import re
import subprocess
import sys

import laurels
import pytest

ROOT = pathlib.Path(__file__).parents[2]

# Modules that come with the first import: a few of the standard library, and nothing else.
ALLOWED = {
    "future__",
    "atexit",
    "enum",
    "errno",
    "functools",
    "operator",
    "types",
    "collections",
    "keyword",
    "reprlib",
    "itertools",
}


def test_importing_it_brings_little(run_python):
    done = run_python(
        """
        import sys
        before = set(sys.modules)
        import laurels
        print(*sorted(set(sys.modules) - before))
        """
    )
    brought = {name.split(".")[0].lstrip("_") for name in done.stdout.split()}
    assert "laurels" in brought
    assert brought - {"laurels"} <= ALLOWED


def test_importing_it_is_quick(run_python, record_property):
    done = run_python(
        """
        import time
        start = time.perf_counter()
        import laurels
        print(time.perf_counter() - start)
        """
    )
    milliseconds = float(done.stdout) * 1000
    record_property("import_milliseconds", milliseconds)  # a slow machine is no failure
    print(f"import laurels: {milliseconds:.1f} ms")


def test_the_version_is_that_of_the_headers():
    header = ROOT / "include" / "laurels" / "version.hpp"
    if header.exists():
        assert f'version = "{laurels.__version__}"' in header.read_text()
    assert re.fullmatch(r"\d+\.\d+\.\d+", laurels.__version__)


def public(thing: object) -> list[str]:
    return [name for name in vars(thing) if not name.startswith("_") or name in ("__init__", "_repr_html_")]


def test_all_names_are_public_and_there():
    assert len(set(laurels.__all__)) == len(laurels.__all__)
    for name in laurels.__all__:
        thing = getattr(laurels, name)
        if inspect.isclass(thing):
            assert thing.__module__ == "laurels", name
            assert thing.__qualname__ == name
    missing = {name for name in public(laurels) if inspect.isclass(getattr(laurels, name))} - set(laurels.__all__)
    assert not missing


@pytest.mark.parametrize("name", [name for name in laurels.__all__ if name != "__version__"])
def test_every_name_is_documented(name):
    thing = getattr(laurels, name)
    assert inspect.getdoc(thing), name
    assert "Signature" not in thing.__doc__
    assert "laurels._core" not in thing.__doc__
    if not inspect.isclass(thing):
        assert inspect.signature(thing)
        return
    members = set(thing.__members__) if hasattr(thing, "__members__") else set()
    for member in public(thing):
        if member in members or (member == "__init__" and issubclass(thing, BaseException)):
            continue
        if member in getattr(thing, "__annotations__", {}):
            assert member in thing.__doc__ or any(member in (base.__doc__ or "") for base in thing.__mro__)
            continue
        if inspect.isclass(getattr(thing, member)):  # a part of what it is in
            inner = getattr(thing, member)
            assert inner.__module__ == "laurels"
            assert all(inspect.getdoc(getattr(inner, each)) for each in public(inner))
            continue
        doc = inspect.getdoc(getattr(thing, member))
        assert doc, f"{name}.{member}"
        assert "(self:" not in doc, f"{name}.{member}"
        if callable(getattr(thing, member)) and member != "_repr_html_" and not issubclass(thing, tuple):
            assert inspect.signature(getattr(thing, member)) is not None, f"{name}.{member}"


def test_names_in_the_readme_are_there():
    readme = ROOT / "README.md"
    if not readme.exists():
        pytest.skip("no README here")
    for name in re.findall(r"\blaurels\.([A-Za-z_]\w*)", readme.read_text(encoding="utf-8")):
        if name not in {"hpp", "git", "so", "ipynb"}:
            assert hasattr(laurels, name), name


BUILTINS = {
    "InvalidValue": ValueError,
    "InvalidDate": ValueError,
    "MoveError": ValueError,
    "Duplicate": ValueError,
    "NotFound": LookupError,
    "Ambiguous": LookupError,
    "WrongKind": TypeError,
    "Stale": RuntimeError,
    "TouchedLater": RuntimeError,
    "Busy": TimeoutError,
    "TransactionError": RuntimeError,
    "Closed": ValueError,
    "ReadOnly": PermissionError,
    "FileError": OSError,
    "MissingFile": FileNotFoundError,
    "NotLaurels": OSError,
    "NewerFile": OSError,
    "Damaged": OSError,
}


@pytest.mark.parametrize("name", BUILTINS)
def test_an_error_is_also_a_builtin(name):
    kind = getattr(laurels, name)
    assert issubclass(kind, laurels.Error)
    assert issubclass(kind, BUILTINS[name])
    error = kind("a sentence", **({"path": "/x"} if issubclass(kind, laurels.FileError) else {}))
    assert str(error) == "a sentence"
    assert error.args == ("a sentence",)
    twin = pickle.loads(pickle.dumps(error))
    assert type(twin) is kind
    assert (str(twin), vars(twin)) == (str(error), vars(error))
    if issubclass(kind, laurels.FileError):
        assert twin.filename == "/x"
    with pytest.raises(TypeError):
        kind("a sentence", nonsense=1)


def test_errors_that_were_raised_can_be_pickled(registry, council):
    registry.revise(council.leeds, place="York")
    errors = []
    for attempt in (
        lambda: registry.revise(council.leeds, place="Hull"),
        lambda: registry.advance(council.joint, "draft"),
        lambda: registry.add(laurels.Edition(council.fleet_award, "2025")),
        lambda: registry.get(laurels.AwardId(99)),
        lambda: registry.add(laurels.Award("")),
        lambda: registry.get(council.joint).replace(category=council.fleet),
        lambda: laurels.Date("2025-13"),
        lambda: registry.add_all([laurels.Award("fine"), laurels.Award("")]),
        lambda: laurels.open("/nowhere/at/all.laurels"),
    ):
        with pytest.raises(laurels.Error) as caught:
            attempt()
        errors.append(caught.value)
    for error in errors:
        twin = pickle.loads(pickle.dumps(error))
        assert type(twin) is type(error)
        assert str(twin) == str(error)
        assert {key: str(value) for key, value in vars(twin).items()} == {
            key: str(value) for key, value in vars(error).items()
        }
        assert twin.index == error.index
    assert errors[2].existing == council.fleet_2025.id
    assert errors[7].index == 1


@pytest.mark.parametrize("thing", ["registry", "change", "query", "row"])
def test_what_reaches_a_file_cannot_be_pickled(registry, council, thing):
    del council
    value = {
        "registry": registry,
        "change": registry.transaction(),
        "query": registry.nominations(),
        "row": registry.nominations().rows()[0],
    }[thing]
    with pytest.raises(TypeError):
        pickle.dumps(value)


def test_the_stubs_are_those_of_the_fields():
    script = ROOT / "bindings" / "stubs" / "make_stub.py"
    if not script.exists():
        pytest.skip("no source tree here")
    done = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_says_that_it_is_typed():
    assert (importlib.resources.files("laurels") / "py.typed").is_file()
    assert (importlib.resources.files("laurels") / "_core.pyi").is_file()
