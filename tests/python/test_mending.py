"""Mistakes put right: correct, void and restore, merge and unmerge, and a whole change undone."""

from __future__ import annotations

import pickle
import threading

import laurels
import pytest
from laurels import *  # noqa: F403 - eval(repr(x)) is meant for this
from laurels import (
    Award,
    AwardId,
    Category,
    Ceremony,
    Claim,
    Credit,
    Edition,
    Evidence,
    Left,
    Nomination,
    Nominee,
    NomineeId,
    Series,
    Source,
)


class TestCorrect:
    def test_goes_past_the_table_of_moves(self, registry, council):
        registry.rule(council.joint, "withdrawn", reason="they asked")
        with pytest.raises(laurels.MoveError):
            registry.rule(council.joint, "disqualified", reason="entered twice")
        read = registry.get(council.joint)
        after = registry.correct(read, standing="disqualified", reason="the minutes say so", source=Source("Minutes"))
        assert after.standing == "disqualified"
        entry = registry.history(council.joint, "standing")[-1]
        assert (entry.verb, entry.reason, entry.source) == ("correct", "the minutes say so", Source("Minutes"))

    def test_takes_a_stage_from_reached(self, registry, council):
        after = registry.correct(council.joint.id, reached={"longlisted": None}, reason="it never was on the shortlist")
        assert after.stage == "longlisted"
        assert after.reached == {laurels.Stage.longlisted: None}

    def test_takes_credits_by_themselves(self, registry, council):
        credit = council.joint.credits[0]
        for given in (credit, credit.id):
            after = registry.correct(given, nominee=council.employment, reason="the wrong team")
            assert isinstance(after, Credit)
            assert registry.nominations().rows()[0].nominees == ("Employment", "Road Safety")

    def test_says_when_what_was_read_is_old(self, registry, council):
        registry.revise(council.leeds, place="York")
        with pytest.raises(laurels.Stale) as stale:
            registry.correct(council.leeds, place="Hull", reason="misread")
        assert (stale.value.current.place, stale.value.mine.place) == ("York", "Hull")

    def test_applies_from_when_what_it_corrects_was_known(self, registry, council):
        registry.correct(council.november, date="2025-12", reason="misread")
        then = registry.known_on("2025-09-01")
        assert str(then.get(council.november).date) == "2025-12"

    def test_needs_a_reason_and_knows_its_fields(self, registry, council):
        with pytest.raises(TypeError, match="missing the argument 'reason'"):
            registry.correct(council.leeds, place="York")
        with pytest.raises(laurels.InvalidValue) as caught:
            registry.correct(council.leeds, place="York", reason=" ")
        assert caught.value.field == "reason"
        with pytest.raises(TypeError, match=r"correct\(\): Ceremony has no field 'plac'; did you mean 'place'"):
            registry.correct(council.leeds, plac="York", reason="x")
        with pytest.raises(TypeError, match="the record for correct"):
            registry.correct("ceremony", place="York", reason="x")
        assert registry.get(council.leeds).place == "Leeds"

    @pytest.mark.parametrize("field", ["voided", "merged_into"])
    def test_is_not_for_what_has_its_verb(self, registry, council, field):
        value = {"voided": True, "merged_into": council.children_award}[field]
        with pytest.raises(laurels.InvalidValue) as caught:
            registry.correct(council.fleet_award, reason="x", **{field: value})
        assert {"voided": "void()", "merged_into": "merge()"}[field] in str(caught.value)


class TestVoid:
    def test_hides_and_restore_shows(self, registry, council):
        twice = registry.add(Nomination(council.partnership, "twice", credits=[council.fleet], stage="shortlisted"))
        void = registry.void(twice, "entered twice", source=Source("The office"))
        assert void.voided
        assert repr(void).endswith("voided=True>")
        assert "voided" in str(void)
        assert "voided" not in str(council.joint)
        assert [row.id for row in registry.nominations()] == [
            council.joint.id,
            council.in_care.id,
            council.in_guidance.id,
        ]
        assert registry.count(Nomination) == 3
        assert registry.count(Nomination, hidden=True) == 4
        assert [n.voided for n in registry.all(Nomination, hidden=True)] == [False, False, False, True]
        assert len(registry.shortlist(council.partnership)) == 1
        assert registry.is_hidden(twice)
        rows = registry.nominations().including_void().rows()
        assert [row.voided for row in rows] == [False, False, False, True]
        assert "voided" in repr(rows).splitlines()[0]
        assert "voided" not in repr(registry.nominations().rows())
        assert registry.nominations().including_void().describe() == "nominations including void ones"
        entry = registry.history(twice, "voided")[-1]
        assert (entry.verb, entry.after, entry.reason, entry.source.title) == (
            "void",
            "yes",
            "entered twice",
            "The office",
        )
        assert not registry.restore(twice.id, "not twice after all").voided
        assert registry.count(Nomination) == 4
        assert registry.verify()

    def test_hides_what_hangs_on_it(self, registry, council):
        registry.add(Evidence(council.in_care, text="a statement"))
        registry.void(council.children_award, "never existed")
        assert (registry.count(Edition), registry.count(Category), registry.count(Ceremony)) == (1, 1, 1)
        assert registry.count(Evidence) == 0
        assert registry.count(Nominee) == 4
        assert registry.is_hidden(council.in_care)
        assert not registry.get(council.in_care).voided
        assert registry.nominations().including_void().count() == 3
        (row,) = registry.ceremonies().including_void().award(council.children_award)
        assert row.voided
        assert registry.deadlines().including_void().count() == 0

    @pytest.mark.parametrize("kind", ["award", "edition", "category", "ceremony", "nominee", "nomination", "credit"])
    def test_takes_every_kind(self, registry, council, kind):
        given = {
            "award": council.fleet_award,
            "edition": council.fleet_2025,
            "category": council.partnership,
            "ceremony": council.leeds,
            "nominee": council.fleet,
            "nomination": council.joint,
            "credit": council.joint.credits[0],
        }[kind]
        for record in (given, given.id):
            assert type(registry.void(record, "wrong")) is type(given)
            assert registry.restore(record, "right") == registry.get(given)

    def test_a_claim_can_be_void(self, registry, council):
        claim = registry.claim(council.leeds, "place", "York")
        registry.void(claim, "misread")
        assert registry.conflicts() == ()
        assert registry.count(Claim) == 0
        assert registry.claims(council.leeds) == ()

    def test_needs_a_reason(self, registry, council):
        for verb in (registry.void, registry.restore):
            with pytest.raises(TypeError, match="missing the argument 'reason'"):
                verb(council.leeds)
            with pytest.raises(laurels.InvalidValue) as caught:
                verb(council.leeds, "")
            assert caught.value.field == "reason"
        with pytest.raises(laurels.NotFound):
            registry.void(AwardId(99), "x")
        with pytest.raises(TypeError, match="write AwardId"):
            registry.void(1, "x")

    def test_nothing_is_added_to_what_is_void(self, registry, council):
        registry.void(council.care, "not this year")
        with pytest.raises(laurels.InvalidValue) as caught:
            registry.add(Nomination(council.care))
        assert caught.value.field == "Nomination.category"

    def test_neither_add_nor_revise_sets_it(self, registry, council):
        with pytest.raises(laurels.InvalidValue, match=r"void\(\)"):
            registry.add(Award("x", voided=True))
        with pytest.raises(laurels.InvalidValue, match=r"void\(\)"):
            registry.revise(council.fleet_award, voided=True)

    def test_hidden_must_be_bool(self, registry):
        with pytest.raises(TypeError, match="hidden must be bool"):
            registry.all(Award, hidden=1)


class TestMerge:
    @pytest.fixture
    def twin(self, registry, council):
        twin = registry.add(Nominee("Employment Team", part_of=council.council))
        registry.add(Nomination(council.care, "second", credits=[twin], stage="shortlisted"))
        return twin

    def test_answers_for_both_and_unmerge_takes_them_apart(self, registry, council, twin):
        events = registry.checkpoint().seq
        kept = registry.merge(council.employment, twin, reason="one team", source=Source("The school"))
        assert kept == registry.get(council.employment)
        assert registry.checkpoint().seq == events + 1
        assert registry.get(twin.id) == kept
        assert registry.find(Nominee, "employment team") == kept
        assert registry.nominations().nominee(twin).count() == 3
        assert registry.nominations().nominee("Employment Team").count() == 3
        assert registry.shortlistings(twin, council.children_2025) == 3
        assert registry.count(Nominee) == 4
        hidden = registry.all(Nominee, hidden=True)[-1]
        assert (hidden.id, hidden.merged_into) == (twin.id, council.employment.id)
        assert "merged into  nominee:4" in str(hidden)
        assert registry.merge(council.employment.id, twin.id) == kept
        alone = registry.unmerge(hidden)
        assert (alone.name, alone.merged_into) == ("Employment Team", None)
        assert registry.nominations().nominee(council.employment).count() == 2
        assert registry.verify()

    def test_awards_and_series_too(self, registry, council):
        other = registry.add(Award("CYP Now"))
        one, two = (registry.add(Series(council.children_award, name)) for name in ("Care", "Children in care"))
        registry.merge(one, two)
        registry.revise(council.care, series=two)
        assert registry.nominations().series(one).count() == 1
        assert registry.nominations().series("Children in care", lineage=True).count() == 1
        registry.merge(council.children_award, other)
        assert registry.nominations().award("cyp now").count() == 2
        assert registry.unmerge(other).name == "CYP Now"

    def test_refuses_other_kinds(self, registry, council):
        with pytest.raises(laurels.WrongKind) as caught:
            registry.merge(council.leeds, council.november)
        assert caught.value.allowed == (laurels.Kind.award, laurels.Kind.series, laurels.Kind.nominee)
        assert caught.value.given is laurels.Kind.ceremony
        with pytest.raises(laurels.WrongKind) as caught:
            registry.merge(council.fleet, council.fleet_award)
        assert (caught.value.allowed, caught.value.given) == ((laurels.Kind.nominee,), laurels.Kind.award)
        with pytest.raises(laurels.WrongKind, match=r"unmerge\(\) takes awards, series or nominees, not edition:1"):
            registry.unmerge(council.fleet_2025)
        with pytest.raises(TypeError, match="bare number"):
            registry.merge(council.fleet, 3)

    def test_refuses_what_cannot_be_the_same(self, registry, council, twin):
        person = registry.add(Nominee("Somebody", "person"))
        registry.merge(council.employment, twin)
        for kept, same, text in (
            (council.fleet, council.fleet, "itself"),
            (twin, council.employment, "circle"),
            (council.fleet, twin, "already"),
            (council.fleet, person, "kind 'person'"),
        ):
            with pytest.raises(laurels.InvalidValue, match=text) as caught:
                registry.merge(kept, same)
            assert caught.value.field == "merged_into"
        with pytest.raises(laurels.InvalidValue, match="was not merged"):
            registry.unmerge(council.fleet)
        with pytest.raises(laurels.InvalidValue, match=r"merge\(\)"):
            registry.add(Nominee("x", merged_into=council.fleet))


class TestRevert:
    def test_puts_back_and_hides_what_was_added(self, registry, council):
        with registry.transaction(source=Source("A rumour")) as change:
            change.decide(council.joint, "won")
            change.revise(council.leeds, place="York")
            extra = change.add(Nominee("Nobody"))
        undone = registry.revert(change, reason="only a rumour", source=Source("The programme"))
        assert (undone.change, undone.undone, undone.left) == (change.number, 3, ())
        assert repr(undone) == "<Reversal: change 2 is undone: 3 records were put back or declared void>"
        assert registry.get(council.joint).outcome == "pending"
        assert registry.get(council.leeds).place == "Leeds"
        assert registry.get(extra).voided
        entry = registry.history(council.leeds, "place")[-1]
        assert (entry.verb, entry.reason, entry.source.title) == ("revert", "only a rumour", "The programme")
        assert registry.verify()

    def test_says_what_later_changes_touched(self, registry, council):
        number = registry.history(registry.revise(council.leeds, place="York", url="https://a"))[-1].change
        later = registry.history(registry.revise(council.leeds.id, place="Hull"), "place")[-1].change
        with pytest.raises(laurels.TouchedLater) as caught:
            registry.revert(number)
        error = caught.value
        assert isinstance(error, RuntimeError)
        assert error.change == number
        (left,) = error.left
        assert (left.record, left.field, left.change) == (council.leeds.id, "place", later)
        assert left.text in repr(left)
        assert pickle.loads(pickle.dumps(error)).left == error.left
        assert eval(repr(left)) == left == Left(left.record, "place", later, left.text)
        assert registry.get(council.leeds).place == "Hull"
        undone = registry.revert(number, keep_later=True)
        assert (undone.undone, undone.left) == (1, (left,))
        assert isinstance(undone.left, laurels.Rows)
        after = registry.get(council.leeds)
        assert (after.place, after.url) == ("Hull", "")
        assert left.text in str(undone)
        assert "1 left as later changes made it" in repr(undone)

    def test_takes_a_row_of_changes(self, registry, council):
        registry.revise(council.leeds, place="York")
        registry.revert(registry.changes()[-1])
        assert registry.get(council.leeds).place == "Leeds"
        assert registry.revert(registry.changes()[-1].number).change == 3  # the undoing is undone
        assert registry.get(council.leeds).place == "York"

    def test_takes_numbers_of_changes_only(self, registry, council):
        with pytest.raises(laurels.NotFound):
            registry.revert(99)
        for wrong in (True, "1", None, council.leeds):
            with pytest.raises(TypeError, match="change must be the number of a change"):
                registry.revert(wrong)
        with registry.transaction() as change:
            with pytest.raises(laurels.InvalidValue, match="no number"):
                change.revert(change)

    def test_in_a_change_with_others(self, registry, council):
        number = registry.history(registry.revise(council.leeds, place="York"))[-1].change
        with registry.transaction(reason="tidying") as change:
            change.revert(number)
            assert change.get(council.leeds).place == "Leeds"
            change.void(council.guidance, "no such category")
            assert change.count(Category) == 2
            assert registry.count(Category) == 3
        assert registry.count(Category) == 2


@pytest.mark.usefixtures("council")
def test_all_verbs_check_their_arguments(registry):
    for verb in ("correct", "void", "restore", "merge", "unmerge", "claim", "settle", "revert"):
        with pytest.raises(TypeError, match="missing the argument"):
            getattr(registry, verb)()
        with pytest.raises(TypeError, match=r"is missing|unexpected keyword|positional argument"):
            getattr(registry, verb)(NomineeId(1), "name", nonsense=1)


def test_views_are_not_put_right(registry, council):
    view = registry.as_of(1)
    for write in (
        lambda: view.correct(council.leeds, place="York", reason="x"),
        lambda: view.void(council.leeds, "x"),
        lambda: view.restore(council.leeds, "x"),
        lambda: view.merge(council.fleet, council.safety),
        lambda: view.unmerge(council.fleet),
        lambda: view.claim(council.leeds, "place", "York"),
        lambda: view.revert(1),
    ):
        with pytest.raises(laurels.ReadOnly):
            write()


def test_one_thread_waits_for_the_other(path):
    with laurels.open(path, timeout=20) as registry:
        ids = registry.add_all(Nominee(f"Team {i}") for i in range(60))

        def work(mine):
            for id in mine:
                registry.void(id, "checked")
                registry.restore(id, "checked")

        threads = [threading.Thread(target=work, args=(ids[i::3],)) for i in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert registry.count(Nominee) == 60
        assert len(registry.changes()) == 121
        assert registry.verify()
