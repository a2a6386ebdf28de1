"""The registry's verbs and questions, from Python."""

from __future__ import annotations

import datetime as dt
import os
import pathlib

import laurels
import pytest
from laurels import (
    Alias,
    Award,
    AwardId,
    Category,
    Ceremony,
    Cost,
    Credit,
    Deadline,
    Edition,
    Evidence,
    Figure,
    Measure,
    Nomination,
    NominationId,
    Nominee,
    Outcome,
    Source,
    Stage,
    Standing,
)


class TestOpening:
    def test_makes_a_file_that_stays(self, path):
        with laurels.open(path, actor="one") as registry:
            award = registry.add(Award("Booker Prize"))
            uuid = registry.uuid
            assert registry.path == path
            assert registry.is_open
            assert not registry.read_only
            assert repr(registry) == f"<Registry {str(path)!r}>"
        assert not registry.is_open
        assert repr(registry).endswith("closed>")
        with laurels.open(os.fspath(path), read_only=True) as registry:
            assert registry.uuid == uuid
            assert registry.read_only
            assert registry.get(award) == award
            with pytest.raises(laurels.ReadOnly) as caught:
                registry.add(Award("Costa"))
            assert isinstance(caught.value, PermissionError)

    def test_paths_need_not_be_text(self, tmp_path):
        path = os.fsencode(tmp_path) + b"/caf\xe9.laurels"
        with laurels.open(path) as registry:
            assert registry.path == pathlib.Path(os.fsdecode(path))

    def test_a_missing_file_is_not_made_unless_wanted(self, path):
        for how in ({"create": False}, {"read_only": True}):
            with pytest.raises(laurels.MissingFile) as caught:
                laurels.open(path, **how)
            assert isinstance(caught.value, FileNotFoundError)
            assert caught.value.filename == str(path)
        assert not path.exists()

    @pytest.mark.parametrize(
        ("arguments", "error"),
        [
            ({"timeout": -1}, laurels.InvalidValue),
            ({"timeout": float("nan")}, laurels.InvalidValue),
            ({"timeout": "5"}, TypeError),
            ({"cache_mb": 0}, laurels.InvalidValue),
            ({"read_only": 1}, TypeError),
            ({"actor": None}, None),
            ({"readonly": True}, TypeError),
        ],
    )
    def test_checks_its_arguments(self, path, arguments, error):
        if error is None:
            laurels.open(path, **arguments).close()
        else:
            with pytest.raises(error):
                laurels.open(path, **arguments)
            assert not path.exists()

    def test_in_memory_has_no_path(self, registry):
        assert registry.path is None
        assert repr(registry) == "<Registry in memory>"

    def test_after_close_all_is_closed(self, path):
        registry = laurels.open(path)
        registry.add(Award("Booker Prize"))
        query = registry.nominations()
        registry.close()
        registry.close()
        for use in (
            lambda: registry.get(AwardId(1)),
            lambda: registry.add(Award("x")),
            lambda: registry.count(Award),
            lambda: registry.nominations().count(),
            lambda: registry.history(AwardId(1)),
            lambda: registry.verify(),
            lambda: registry.as_of(1),
            lambda: registry.transaction().__enter__(),
            query.rows,
        ):
            with pytest.raises(laurels.Closed) as caught:
                use()
            assert isinstance(caught.value, ValueError)
        assert "closed" in str(registry)
        assert "closed" in registry._repr_html_()


class TestVerbs:
    def test_add_gives_the_record_as_stored(self, registry):
        award = registry.add(Award("Booker Prize", aliases=["Booker"]), source=Source("the web"), reason="why not")
        assert award.id == AwardId(1)
        assert award.aliases == (Alias("Booker"),)
        (entry,) = registry.history(award, "name")
        assert (entry.verb, entry.after, entry.actor, entry.reason) == ("add", "Booker Prize", "tester", "why not")
        assert entry.source == Source("the web")
        assert entry.recorded.tzinfo is dt.timezone.utc
        assert abs(dt.datetime.now(dt.timezone.utc) - entry.recorded) < dt.timedelta(minutes=5)

    def test_ensure_finds_or_adds(self, registry):
        award = registry.ensure(Award("Booker Prize"))
        assert registry.ensure(Award("booker  PRIZE", url="https://example.org")) == award
        assert registry.count(Award) == 1

    def test_add_all_takes_any_iterable_and_kinds_mixed(self, registry):
        assert registry.add_all([]) == []
        awards = registry.add_all(Award(f"Prize {i}") for i in range(3))
        assert awards == [AwardId(1), AwardId(2), AwardId(3)]
        change = registry.history(AwardId(1))[0].change
        mixed = registry.add_all([Edition(awards[0], "2025"), Nominee("a"), Nominee("b"), Award("Prize 4")])
        assert [str(each) for each in mixed] == ["edition:1", "nominee:1", "nominee:2", "award:4"]
        assert {registry.history(each)[0].change for each in mixed} == {change + 1}

    def test_add_all_is_all_or_nothing(self, registry):
        registry.add(Award("there"))
        with pytest.raises(laurels.InvalidValue) as caught:
            registry.add_all([Award("a"), Nominee("b"), Award("c"), Award("")])
        assert caught.value.index == 3
        assert caught.value.field == "Award.name"

        def broken():
            yield Award("a")
            raise RuntimeError("the source failed")

        with pytest.raises(RuntimeError, match="the source failed"):
            registry.add_all(broken())
        with pytest.raises(TypeError, match="record 1 of those"):
            registry.add_all([Award("a"), "b"])
        assert registry.count(Award) == 1
        assert registry.count(Nominee) == 0

    def test_add_all_of_more_than_fits_at_once(self, registry):
        ids = registry.add_all(Nominee(f"nominee {i}") for i in range(70_000))
        assert len(ids) == len(set(ids)) == registry.count(Nominee) == 70_000
        assert registry.history(ids[0])[0].change == registry.history(ids[-1])[0].change
        with pytest.raises(laurels.InvalidValue) as caught:
            registry.add_all(Nominee(f"another {i}" if i != 66_000 else "") for i in range(70_000))
        assert caught.value.index == 66_000
        assert registry.count(Nominee) == 70_000

    def test_revise_writes_what_differs(self, registry, council):
        held = registry.revise(council.leeds, status="held", place="Leeds")
        assert held.status == "held"
        assert [entry.field for entry in registry.history(held) if entry.verb == "revise"] == ["status"]
        assert registry.revise(held) == held
        assert registry.revise(held.id, place="York").place == "York"

    def test_revise_of_what_someone_else_changed(self, registry, council):
        registry.revise(council.leeds, place="York")
        registry.revise(council.leeds, status="held")  # another field
        with pytest.raises(laurels.Stale) as caught:
            registry.revise(council.leeds, place="Hull")
        stale = caught.value
        assert isinstance(stale, RuntimeError)
        assert stale.record == council.leeds.id
        assert stale.fields == ("place",)
        assert (stale.mine.place, stale.current.place) == ("Hull", "York")
        assert registry.get(council.leeds).place == "York"

    def test_revise_adds_credits(self, registry, council):
        revised = registry.revise(council.in_care, credits=[*council.in_care.credits, Credit(council.fleet)])
        assert [credit.nominee for credit in revised.credits] == [council.employment.id, council.fleet.id]

    def test_revise_refuses_what_it_cannot_do(self, registry, council):
        with pytest.raises(TypeError, match="no field 'plac'; did you mean 'place'"):
            registry.revise(council.leeds, plac="York")
        with pytest.raises(laurels.InvalidValue):
            registry.revise(council.joint, stage="draft")
        with pytest.raises(laurels.WrongKind):
            registry.revise(council.joint.credits[0], role="driver")
        with pytest.raises(TypeError, match="not str"):
            registry.revise("ceremony:1", place="York")

    def test_advance_decide_and_answer(self, registry):
        edition = registry.add(Edition(registry.add(Award("a")), "1"))
        category = registry.add(Category(edition, "c"))
        nomination = registry.add(Nomination(category, "x"))
        assert registry.advance(nomination, "longlisted", on="2025-07").reached == {
            Stage.draft: None,
            Stage.longlisted: laurels.When("2025-07"),
        } or registry.get(nomination).reached == {Stage.longlisted: laurels.When("2025-07")}
        assert registry.advance(nomination, Stage.shortlisted).stage is Stage.shortlisted
        won = registry.decide(nomination, "won", on="2025-11-20", place=1, share="1/2")
        assert (won.outcome, won.place, str(won.share), str(won.decided)) == (Outcome.won, 1, "1/2", "2025-11-20")
        assert registry.accept(nomination).acceptance == "accepted"
        assert [row.id for row in registry.winners(category)] == [nomination.id]

    def test_refuse_and_prevent_still_won(self, registry, council):
        registry.decide(council.in_care, "won")
        registry.decide(council.in_guidance, "won")
        assert registry.refuse(council.in_care).acceptance == "refused"
        assert registry.prevent(council.in_guidance, reason="not let out").acceptance == "prevented"
        assert len(registry.winners(council.care)) == len(registry.winners(council.guidance)) == 1

    def test_a_refused_move_says_what_is_allowed(self, registry, council):
        with pytest.raises(laurels.MoveError) as caught:
            registry.advance(council.joint, "draft")
        move = caught.value
        assert isinstance(move, ValueError)
        assert (move.record, move.field, move.from_, move.to) == (council.joint.id, "stage", "shortlisted", "draft")
        assert isinstance(move.allowed, tuple)
        assert "reason" in str(move)
        assert registry.advance(council.joint, "longlisted", reason="a recount").stage == "longlisted"

    def test_a_ruling_needs_a_reason(self, registry, council):
        with pytest.raises(laurels.MoveError):
            registry.rule(council.joint, "withdrawn")
        assert registry.rule(council.joint, "withdrawn", reason="they asked").standing is Standing.withdrawn
        credit = council.in_care.credits[0]
        assert registry.rule(credit, "ineligible", reason="left").standing is Standing.ineligible
        assert registry.get(council.in_care).standing is Standing.active
        with pytest.raises(laurels.WrongKind):
            registry.rule(council.fleet, "withdrawn", reason="no")

    def test_disclosure(self, registry, council):
        with pytest.raises(laurels.MoveError):
            registry.disclose(council.joint, "embargoed", until="2025-09-25T21:00:00Z")
        because = "told too early"
        nomination = registry.disclose(council.joint, "embargoed", until="2025-09-25T21:00:00Z", reason=because)
        assert nomination.disclosure == "embargoed"
        assert nomination.embargo == dt.datetime(2025, 9, 25, 21, tzinfo=dt.timezone.utc)
        change = registry.checkpoint().change
        category = registry.disclose(
            council.partnership, list="private", result="embargoed", until="2025-09-25T21:00:00Z", reason=because
        )
        assert registry.checkpoint().change == change + 1
        assert (category.list_disclosure, category.result_disclosure) == ("private", "embargoed")
        assert category.list_embargo is None
        assert category.result_embargo == nomination.embargo
        with pytest.raises(TypeError, match="list="):
            registry.disclose(council.partnership, "private")
        with pytest.raises(TypeError, match="one disclosure"):
            registry.disclose(council.joint)
        with pytest.raises(laurels.WrongKind):
            registry.disclose(council.fleet, "private")

    def test_arguments_are_named_in_errors(self, registry, council):
        with pytest.raises(TypeError, match=r"unexpected keyword argument 'soruce'; did you mean 'source'\?"):
            registry.add(Award("x"), soruce=None)
        with pytest.raises(TypeError, match="missing the argument 'stage'"):
            registry.advance(council.joint)
        with pytest.raises(TypeError, match="at most 2 positional"):
            registry.advance(council.joint, "draft", "2025")
        with pytest.raises(TypeError, match="source must be Source, not str"):
            registry.add(Award("x"), source="newsletter")
        with pytest.raises(TypeError, match="must be an Award or another record"):
            registry.add("Booker Prize")
        with pytest.raises(laurels.InvalidDate) as caught:
            registry.advance(council.joint, "shortlisted", on="2025-13")
        assert caught.value.field == "on"


class TestQuestions:
    def test_get(self, registry, council):
        assert registry.get(council.joint.id) == registry.get(council.joint) == council.joint
        with pytest.raises(laurels.NotFound) as caught:
            registry.get(NominationId(99))
        assert isinstance(caught.value, LookupError)
        assert caught.value.wanted == "nomination:99"
        with pytest.raises(TypeError, match="bare number"):
            registry.get(1)

    def test_find(self, registry, council):
        assert registry.find(Nominee, "fleet") == council.fleet
        with pytest.raises(laurels.NotFound):
            registry.find(Award, "Booker Prize")
        registry.add(Nominee("Fleet", part_of=None))
        with pytest.raises(laurels.Ambiguous) as caught:
            registry.find(Nominee, "Fleet")
        assert len(caught.value.candidates) == 2
        with pytest.raises(TypeError, match="by name"):
            registry.find(Category, "x")
        with pytest.raises(TypeError, match="class of records"):
            registry.find("award", "x")

    def test_all_and_count(self, registry, council):
        assert registry.all(Award) == (council.fleet_award, council.children_award)
        assert registry.count(Nominee) == 4
        assert registry.count(Credit) == 4

    def test_winners_and_shortlist(self, registry, council):
        (row,) = registry.shortlist(council.partnership)
        assert row.nominees == ("Fleet", "Road Safety")
        assert row.nominee_ids == (council.fleet.id, council.safety.id)
        assert (row.award, row.edition) == ("UK Fleet Champions Awards", "2025")
        assert row.record == council.joint
        assert registry.winners(council.partnership) == ()

    def test_evidence_and_costs(self, registry, council):
        measure = Measure("waiting", "people", Figure("2025-04", 1850), Figure("2025-07", 1075))
        evidence = registry.add(Evidence(council.council, kind="measure", measure=measure))
        cost = registry.add(Cost(council.joint, 12500, "GBP"))
        assert registry.evidence(council.council) == (evidence,)
        assert registry.costs(council.joint) == (cost,)
        assert registry.evidence(council.fleet) == ()

    def test_history_of_a_field(self, registry, council):
        registry.revise(council.november, date="2025-11-20", source=Source("Winners page", published="2025-11-21"))
        told, corrected = registry.history(council.november, "date")
        assert (told.before, told.after) == ("", "November 2025")
        assert (corrected.before, corrected.after) == ("November 2025", "20 November 2025")
        assert (str(told.known), str(corrected.known)) == ("2025-08-15", "2025-11-21")
        with pytest.raises(laurels.InvalidValue):
            registry.history(council.november, "venue")


class TestViews:
    def test_what_was_known_on_a_day(self, registry, council):
        winners_page = Source("Winners page", published="2025-11-21")
        registry.revise(council.november, date="2025-11-20", source=winners_page)
        registry.decide(council.in_care, "won", source=winners_page)
        then = registry.known_on("2025-09-01")
        assert then.read_only
        assert then.get(council.in_care).outcome == "pending"
        assert str(then.get(council.november).date) == "2025-11"
        assert registry.known_on(dt.date(2025, 11, 21)).get(council.in_care).outcome == "won"
        assert registry.known_on("2025-08-14").count(Nomination) == 0
        with pytest.raises(laurels.ReadOnly):
            then.add(Award("x"))
        with pytest.raises(laurels.InvalidDate):
            registry.known_on("2025-11")

    def test_as_it_stood_here(self, registry, council):
        first = registry.history(council.joint)[0]
        registry.decide(council.joint, "won")
        assert registry.as_of(first.change).get(council.joint).outcome == "pending"
        assert registry.as_of(first.recorded).get(council.joint).outcome == "pending"
        assert registry.as_of(first.recorded.isoformat()).count(Nomination) == 3
        assert registry.view(change=first.change, known="2025-09-01").count(Nomination) == 3
        with pytest.raises(laurels.NotFound):
            registry.as_of(99)
        for wrong in (True, dt.date(2025, 9, 1), 1.5, None):
            with pytest.raises(TypeError):
                registry.as_of(wrong)

    def test_a_view_lives_as_long_as_what_was_made_of_it(self, registry, council):
        rows = registry.known_on("2025-09-01").nominations().rows()
        assert rows[0].record.id == council.joint.id


class TestProof:
    def test_verify_and_checkpoint(self, path):
        with laurels.open(path) as registry:
            registry.add(Award("Booker Prize"))
            kept = registry.checkpoint()
            registry.add(Award("Costa"))
            assert registry.verify()
            verification = registry.verify(kept)
            assert verification.ok
            assert verification.finding == ""
            assert (verification.changes, verification.record, verification.seq) == (2, None, None)
            assert registry.verify(str(kept)).ok
            assert laurels.Checkpoint(str(kept)) == kept == eval(repr(kept), vars(laurels))
            assert kept.uuid == registry.uuid
            with pytest.raises(TypeError):
                registry.verify(3)
            with pytest.raises(laurels.InvalidValue):
                registry.verify("not a checkpoint")
        with laurels.in_memory() as other:
            verification = other.verify(kept)
            assert not verification
            assert verification.finding
            assert repr(verification).startswith("<Verification: ")

    def test_backup(self, path, tmp_path):
        with laurels.open(path) as registry:
            registry.add(Award("Booker Prize"))
            registry.backup(tmp_path / "copy.laurels")
            with pytest.raises(laurels.FileError) as caught:
                registry.backup(tmp_path / "copy.laurels")
            assert isinstance(caught.value, OSError)
        with laurels.open(tmp_path / "copy.laurels", read_only=True) as copy:
            assert copy.count(Award) == 1


class TestQueries:
    def test_filters(self, registry, council):
        nominations = registry.nominations()
        assert nominations.count() == len(nominations) == 3
        assert nominations.award("UK Fleet Champions Awards").count() == 1
        assert nominations.award(council.children_award).count() == 2
        assert nominations.award(council.children_award.id).edition("2025").count() == 2
        assert nominations.edition(council.fleet_2025).count() == 1
        assert nominations.category("The Children in Care Award").count() == 1
        assert nominations.category(council.care).count() == 1
        assert nominations.nominee("Fleet").count() == 1
        assert nominations.nominee(council.council).count() == 0
        assert nominations.nominee(council.council, including_parts=True).count() == 3
        assert nominations.stage("shortlisted").count() == 3
        assert nominations.stage(Stage.draft).count() == 0
        assert nominations.outcome("pending").standing("active").count() == 3
        assert nominations.within("2025-09").count() == 1
        assert nominations.within("2025-09", "2025-11-15").count() == 3
        assert nominations.within("2025-11/..").count() == 2

    def test_terminals(self, registry, council):
        nominations = registry.nominations().award(council.children_award)
        assert (
            [row.id for row in nominations]
            == [row.id for row in nominations.rows()]
            == [council.in_care.id, council.in_guidance.id]
        )
        assert nominations.records() == (council.in_care, council.in_guidance)
        assert nominations.first(1) == nominations.rows()[:1]
        assert nominations.first(0) == ()
        with pytest.raises(laurels.InvalidValue):
            nominations.first(-1)

    def test_ceremonies(self, registry, council):
        upcoming = registry.ceremonies().upcoming("2025-11-05")
        (row,) = upcoming
        assert row.record == council.november
        assert row.upcoming is laurels.Truth.unknown
        assert row.date.display() == "November 2025"
        assert registry.ceremonies().upcoming("2025-12-01").count() == 0
        assert [row.place for row in registry.ceremonies().award(council.fleet_award)] == ["Leeds"]

    def test_deadlines(self, registry, council):
        deadline = registry.add(Deadline(council.fleet_2025, "entries close", date="2026-06-30"))
        (row,) = registry.deadlines().upcoming("2026-01-01").edition("2025")
        assert (row.id, row.name, row.upcoming) == (deadline.id, "entries close", laurels.Truth.yes)

    def test_describe_themselves_and_read_nothing(self, registry):
        query = registry.nominations().nominee("Nobody at all").stage("shortlisted")
        assert repr(query).startswith("<")
        assert "Nobody at all" in repr(query)
        assert "shortlisted" in query.describe()
        with pytest.raises(laurels.NotFound):
            query.count()

    def test_have_no_truth_value(self, registry):
        for query in (registry.nominations(), registry.ceremonies(), registry.deadlines()):
            with pytest.raises(TypeError, match="no truth value"):
                bool(query)

    def test_hold_no_lock_while_half_read(self, path):
        with laurels.open(path) as one, laurels.open(path, timeout=0.2) as two:
            one.add_all(Award(f"Prize {i}") for i in range(3))
            edition = one.add(Edition(AwardId(1), "2025"))
            category = one.add(Category(edition, "c"))
            one.add_all(Nomination(category, f"t{i}") for i in range(3))
            for row in one.nominations():
                two.advance(row.id, "submitted")
            assert one.nominations().stage("submitted").count() == 3


def test_ceremony_times_come_back(registry, council):
    ceremony = registry.add(Ceremony(council.fleet_2025, "Gala", date="2025-09-25T19:00[Europe/London]"))
    assert registry.get(ceremony).date.zone == "Europe/London"
