"""Objects are whole: whatever Python offers for making one without its constructor is refused, and never a crash."""

from __future__ import annotations

import contextlib
import copyreg
import datetime as dt
import enum
import gc
import pickle
import threading
import weakref

import laurels
import pytest
from laurels import Award, AwardId, Date, Nominee, Source, Stage, When, _core

CLASSES = [
    thing for name, thing in sorted(vars(_core).items()) if isinstance(thing, type) and not issubclass(thing, enum.Enum)
]
CLASSES += [laurels.Diagnosis.Finding, laurels.ErasureReport.Place]
CLASSES += [laurels.ImportReport.Tally, laurels.ImportReport.Refusal, laurels.ImportReport.Vanished]
CALLABLE = {
    kind
    for kind in CLASSES
    if kind in {Date, When, laurels.Checkpoint, laurels.Mapping}
    or hasattr(kind, "replace")
    or kind.__name__.endswith("Id")
} - {laurels.RecordId}

each_class = pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)


def test_all_classes_of_the_package_are_among_them():
    public = {
        getattr(laurels, name)
        for name in laurels.__all__
        if isinstance(getattr(laurels, name), type)
        and not issubclass(getattr(laurels, name), BaseException | enum.Enum)
    }
    assert public - set(CLASSES) == {laurels.Rows}


@each_class
def test_new_makes_none(kind):
    for make in (
        lambda: kind.__new__(kind),
        lambda: object.__new__(kind),
        lambda: kind.__base__.__new__(kind),
        lambda: Award.__new__(kind),
        lambda: tuple.__new__(kind),
        lambda: copyreg.__newobj__(kind),
        lambda: copyreg._reconstructor(kind, object, None),
    ):
        with pytest.raises(TypeError):
            make()
    with pytest.raises(TypeError, match=rf"{kind.__name__}.__new__\(\) makes no object of this class: (call|use) "):
        kind.__new__(kind, 1, a=2)
    with pytest.raises(TypeError):
        kind.__new__()


@pytest.mark.parametrize("kind", [kind for kind in CLASSES if "." not in kind.__qualname__])
def test_a_forged_pickle_makes_none(kind):
    name = b"claurels\n" + kind.__name__.encode() + b"\n"
    for forged in (
        b"\x80\x02" + name + b")\x81.",  # NEWOBJ
        b"\x80\x04" + name + b")}\x92.",  # NEWOBJ_EX
        b"ccopyreg\n_reconstructor\n(" + name + b"c__builtin__\nobject\nNtR.",
    ):
        with pytest.raises(TypeError):
            pickle.loads(forged)
        with pytest.raises(TypeError):
            pickle._loads(forged)


@each_class
def test_calling_it_without_arguments_makes_none(kind):
    with pytest.raises(TypeError, match="missing the argument" if kind in CALLABLE else "use what the library returns"):
        kind()


@each_class
def test_it_has_no_subclasses(kind):
    with pytest.raises(TypeError):
        type("Mine", (kind,), {"__init__": lambda _self: None})
    with pytest.raises(TypeError):

        class Mine(kind):
            def __new__(cls):
                return object.__new__(cls)


@each_class
def test_no_object_becomes_one(kind):
    class Plain:
        pass

    for thing in (Award("a"), AwardId(1), Source("s"), Date("2025"), Plain()):
        if type(thing) is kind:
            continue
        with pytest.raises(TypeError):
            thing.__class__ = kind
        assert type(thing) is not kind
        repr(thing)


@each_class
def test_it_is_not_changed(kind):
    for name in ("__init__", "__new__", "__eq__", "name", "anything"):
        with pytest.raises(TypeError):
            setattr(kind, name, lambda *_: None)
    with pytest.raises(TypeError):
        kind.__bases__ = (object,)
    with pytest.raises(TypeError):
        type(kind).__call__ = type.__call__


@each_class
def test_methods_refuse_another_self(kind):
    for name, member in vars(kind).items():
        if not callable(member) or isinstance(member, staticmethod) or name in {"__new__", "parse", "_restored"}:
            continue
        for wrong in (None, 3, "text", object(), Stage.draft):
            with contextlib.suppress(Exception):  # of whatever kind; only a crash would be wrong
                member(wrong)


def test_a_second_init_changes_nothing():
    award = Award("a")
    award.__init__("b")
    Award.__init__(award, name="c")
    assert award.name == "a"
    id = AwardId(1)
    id.__init__(2)
    assert id == AwardId(1)


def test_a_constructor_that_raises_leaves_nothing():
    for make in (lambda: Award(3), lambda: Award("a", nothing=1), lambda: AwardId(0), lambda: Date("nonsense")):
        for _ in range(100):
            with pytest.raises((TypeError, ValueError)):
                make()
    gc.collect()


def test_what_pickles_make_again_is_checked():
    from laurels._restore import restore

    assert restore(Award, 3, 4, {"name": "a"}) == pickle.loads(pickle.dumps(restore(Award, 3, 4, {"name": "a"})))
    for state in ((3, 4), (3, 4, {"nothing": 1}), (3, 4, {"name": 1}), ("3", 4, {}), (3, 4, None)):
        with pytest.raises(TypeError):
            restore(Award, *state)
    with pytest.raises(AttributeError):
        restore(laurels.Registry, 1)


def test_a_mapping_that_changes_while_it_is_read():
    class Zone(dt.tzinfo):
        def utcoffset(self, when):
            mapping.clear()
            gc.collect()
            return dt.timedelta()

        def dst(self, when):
            return None

    mapping = {"longlisted": dt.datetime(2025, 1, 1, tzinfo=Zone()), "shortlisted": "2025-02-01", "entered": "2024"}
    with contextlib.suppress(laurels.Error):
        laurels.Nomination(laurels.CategoryId(1), "t", reached=mapping)


def test_records_that_change_the_list_they_are_in(registry):
    class Records(list):
        def __iter__(self):
            while self:
                record = self.pop()
                gc.collect()
                yield record

    registry.add_all(Records(Award(f"a{i}") for i in range(20)))
    assert registry.count(Award) == 20


def test_an_iterator_that_closes_the_registry(path):
    registry = laurels.open(path)

    def records():
        yield Award("a")
        registry.close()
        yield Award("b")

    with pytest.raises(laurels.Closed):
        registry.add_all(records())
    with laurels.open(path) as again:
        assert again.count(Award) == 0


def test_an_iterator_that_ends_the_change(registry):
    with registry.transaction() as change:

        def records():
            yield Award("a")
            change.rollback()
            yield Award("b")

        with pytest.raises(laurels.TransactionError):
            change.add_all(records())
    assert registry.count(Award) == 0


def test_parts_outlive_the_whole(path):
    registry = laurels.open(path)
    registry.add(Award("a"))
    change = registry.transaction()
    query = registry.nominations()
    view = registry.as_of(1)
    rows = registry.all(Award)
    gone = weakref.ref(registry) if type(registry).__weakrefoffset__ else None
    del registry
    gc.collect()
    assert gone is None or gone() is None
    with change:
        change.add(Award("b"))
    assert query.count() == 0
    assert view.count(Award) == 1
    assert rows[0].name == "a"
    del change, query, view
    gc.collect()
    with laurels.open(path) as again:
        assert again.count(Award) == 2


def test_everything_after_close(path):
    registry = laurels.open(path)
    award = registry.add(Award("a"))
    query, change = registry.ceremonies(), registry.transaction()
    view = registry.as_of(1)
    registry.close()
    for use in (
        lambda: registry.get(award),
        lambda: registry.find(Award, "a"),
        lambda: registry.all(Award),
        lambda: registry.nominations().rows(),
        lambda: registry.history(award),
        lambda: registry.add(Award("b")),
        lambda: registry.add_all([Award("b")]),
        lambda: registry.verify(),
        lambda: registry.checkpoint(),
        lambda: registry.as_of(1),
        lambda: registry.known_on("2025-01-01"),
        lambda: registry.backup(path.with_suffix(".copy")),
        lambda: query.rows(),
        lambda: len(query),
        lambda: list(query),
        lambda: change.__enter__(),
    ):
        with pytest.raises(laurels.Closed):
            use()
    assert "closed" in repr(registry)
    assert "closed" in str(registry)
    assert "closed" in registry._repr_html_()
    assert view.count(Award) == 1  # it is in memory, of its own
    view.close()
    with pytest.raises(laurels.Closed):
        view.count(Award)


def test_threads_on_a_closed_registry(path):
    registry = laurels.open(path)
    registry.close()
    wrong = []

    def use():
        for _ in range(50):
            for call in (
                lambda: registry.count(Nominee),
                lambda: registry.add(Nominee("n")),
                lambda: registry.transaction().__enter__(),
                lambda: registry.verify(),
            ):
                try:
                    call()
                except laurels.Closed:
                    continue
                wrong.append(call)
            registry.close()

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
