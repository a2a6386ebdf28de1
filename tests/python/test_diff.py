"""What the journal tells: changes as a list, one change whole, and what differs between two moments."""

from __future__ import annotations

import datetime as dt

import laurels
import pytest
from laurels import Award, Category, Differing, Edition, Nominee, Series, Source


class TestChanges:
    def test_are_listed_with_who_why_and_what(self, registry, council):
        with registry.transaction(actor="secretary", reason="the gala", source=Source("Winners page")) as change:
            change.decide(council.joint, "won")
            change.add(Nominee("Another"))
        first, second = registry.changes()
        assert (first.number, second.number) == (1, 2) == (1, change.number)
        assert (second.actor, second.reason, second.source) == ("secretary", "the gala", Source("Winners page"))
        assert (first.actor, first.reason, first.source) == ("tester", "", council.newsletter)
        assert second.events == 2
        assert second.records[0] == council.joint.id
        assert second.summary == "decided nomination:1; added 1 nominee"
        assert abs(dt.datetime.now(dt.timezone.utc) - second.recorded) < dt.timedelta(minutes=5)
        assert second == registry.changes()[1]
        assert len({first, second, *registry.changes()}) == 2
        assert repr(second).startswith("<ChangeRow 2: ")
        assert repr(second).endswith(", secretary: decided nomination:1; added 1 nominee>")
        assert repr(registry.changes()).splitlines()[0].split() == [
            "number", "recorded", "actor", "source", "reason", "summary",
        ]  # fmt: skip
        assert "<td>secretary</td>" in registry.changes()._repr_html_()

    def test_since_a_change_or_an_instant(self, registry, council):
        registry.revise(council.leeds, place="York")
        first, second = registry.changes()
        for since in (1, first, first.recorded, first.recorded.isoformat()):
            assert registry.changes(since) == (second,)
        assert registry.changes(0) == registry.changes(None) == (first, second)
        assert registry.changes(second) == ()
        with pytest.raises(laurels.NotFound):
            registry.changes(99)
        for wrong in (True, 1.5, dt.date(2025, 1, 1)):
            with pytest.raises(TypeError, match="since must be the number of a change, a datetime"):
                registry.changes(wrong)
        with pytest.raises(laurels.InvalidValue):
            registry.changes("2025-01-01")

    def test_one_change_whole(self, registry, council):
        with registry.transaction(reason="the gala") as change:
            change.decide(council.joint, "won", on="2025-09-25")
            change.revise(council.leeds, place="York")
        told = registry.history(change.number)
        assert [(str(entry.record), entry.field, entry.after) for entry in told] == [
            ("nomination:1", "outcome", "won"),
            ("nomination:1", "decided", "25 September 2025"),
            ("ceremony:1", "place", "York"),
        ]
        assert {entry.reason for entry in told} == {"the gala"}
        assert len(registry.history(change)) == len(registry.history(registry.changes()[-1])) == 3
        with pytest.raises(TypeError, match="not of a change"):
            registry.history(2, "place")
        with pytest.raises(laurels.NotFound):
            registry.history(99)

    def test_as_of_takes_a_change(self, registry, council):
        with registry.transaction() as change:
            change.revise(council.leeds, place="York")
        registry.revise(council.leeds.id, place="Hull")
        assert registry.as_of(change).get(council.leeds).place == "York"
        assert registry.as_of(registry.changes()[0]).get(council.leeds).place == "Leeds"

    def test_whatever_asks_for_a_change_takes_it_in_three_ways(self, registry, council):
        with registry.transaction() as change:
            change.revise(council.leeds, place="York")
        registry.add(Award("Another"))
        (row,) = (row for row in registry.changes() if row.number == change.number)
        for ask in (registry.changes, registry.diff, lambda given: registry.as_of(given).info().changes):
            assert ask(change.number) == ask(row) == ask(change), ask
        assert registry.revert(change).change == change.number


class TestDiff:
    @pytest.fixture
    def later(self, registry, council):
        registry.revise(council.november, date="2025-11-20", place="Novotel London West", source=Source("Winners page"))
        registry.add(Award("Another", url="https://a"))
        return registry

    def test_by_record_and_field(self, later, council):
        differences = later.diff(1)
        assert isinstance(differences, laurels.Rows)
        assert [(str(d.record), d.how, d.field, d.before, d.after) for d in differences] == [
            ("award:3", "added", "name", "", "Another"),
            ("award:3", "added", "url", "", "https://a"),
            ("ceremony:2", "changed", "date", "November 2025", "20 November 2025"),
            ("ceremony:2", "changed", "place", "", "Novotel London West"),
        ]
        assert differences[0].how is Differing.added
        assert differences == later.diff(1, 3)
        assert len(set(differences) | set(later.diff(1))) == 4
        assert later.diff(2) == differences[:2]
        back = later.diff(3, 1)
        assert [(d.how, d.before, d.after) for d in back[:3]] == [
            ("removed", "Another", ""),
            ("removed", "https://a", ""),
            ("changed", "20 November 2025", "November 2025"),
        ]
        assert later.diff(3) == ()

    def test_moments_of_every_kind(self, later, tmp_path):
        rows = later.changes()
        expected = later.diff(1)
        then = later.as_of(1)
        for before in (rows[0], rows[0].recorded, rows[0].recorded.isoformat(), then):
            assert later.diff(before) == expected, before
            assert later.diff(before, rows[2]) == expected, before
            assert later.diff(before, later) == expected, before
        assert later.diff(then, 2) == later.diff(1, 2) == expected[2:]
        assert [d.record for d in later.diff(later.known_on("2025-09-01"))] == [d.record for d in expected]
        copy = tmp_path / "copy.laurels"
        later.backup(copy)
        later.revise(laurels.AwardId(3), url="")
        with laurels.open(copy, read_only=True) as earlier:
            (found,) = later.diff(earlier)
            assert (found.field, found.before, found.after) == ("url", "https://a", "")
            assert later.diff(earlier, 3) == ()
            assert later.diff(3, earlier) == ()
        with pytest.raises(laurels.Closed):
            later.diff(earlier)

    def test_what_it_does_not_take(self, later):
        with laurels.in_memory() as other:
            with pytest.raises(laurels.InvalidValue, match="UUID"):
                later.diff(other)
        with pytest.raises(laurels.NotFound):
            later.diff(99)
        for wrong in (None, True, 1.5):
            with pytest.raises(TypeError, match="before must be"):
                later.diff(wrong)
        with pytest.raises(TypeError, match="after must be"):
            later.diff(1, dt.date(2025, 1, 1))

    def test_is_shown_by_record(self, later, council):
        later.void(council.guidance, "no such category")
        text = repr(later.diff(1)).splitlines()
        assert text[:3] == ["award:3 Another (added)", "  name: Another", "  url: https://a"]
        assert text[3].startswith("category:3 ")
        assert text[4] == "  voided: nothing -> yes"
        assert text[5] == "ceremony:2 Children & Young People Now Awards 2025"
        assert text[6] == "  date: November 2025 -> 20 November 2025"
        assert text[7] == "  place: nothing -> Novotel London West"
        assert repr(later.diff(4, 1)).splitlines()[0] == "award:3 Another (removed)"
        html = later.diff(1)._repr_html_()
        assert "Children &amp; Young People Now Awards 2025" in html
        assert '<span class="note">added</span>' in html
        assert ">20 November 2025</td>" in html
        assert repr(later.diff(1)[2]) == (
            "<Difference ceremony:2 date: 'November 2025' -> '20 November 2025'>"
        ) or repr(later.diff(1)[2]).startswith("<Difference category:3")
        assert repr(later.diff(4)) == "<no rows>"

    def test_is_capped(self, registry):
        registry.add(Award("first"))
        registry.add_all(Nominee(f"nominee {i:03}") for i in range(100))
        differences = registry.diff(1)
        shown = repr(differences).splitlines()
        assert shown[-1] == f"… and {len(differences) - 60} more"
        assert f"… and {len(differences) - 60} more" in differences._repr_html_()


class TestLineage:
    def test_tells_the_life_of_a_series(self, registry, council):
        old = registry.add(
            Series(council.children_award, "Young People", aliases=[laurels.Alias("Youth", "2001/2010")])
        )
        new = registry.add(Series(council.children_award, "Children in Care", succeeds=[old]))
        registry.revise(council.care, series=new)
        for year, name in (("2012", "Young People Award"), ("2014", "Young People Award")):
            edition = registry.add(Edition(council.children_award, year, date=year))
            registry.add(Category(edition, name, series=old))
        told = registry.lineage(old)
        assert isinstance(told, laurels.Rows)
        assert ("called", "2012/2014") in [(entry.what, str(entry.dates)) for entry in told]
        assert new.id in [entry.other for entry in told]
        assert old.id in [entry.other for entry in registry.lineage(new.id)]
        assert all(entry.text for entry in told)
        assert told == registry.lineage(old)
        assert len({*told, *registry.lineage(old)}) == len(told)
        assert repr(told[0]).startswith("<LineageEntry ")
        heading = repr(told).splitlines()[0].split()
        assert heading[:3] == ["dates", "what", "text"]
        assert "<td>called</td>" in told._repr_html_()
        assert registry.nominations().series(old).count() == 0
        assert registry.nominations().series(old, lineage=True).count() == 1
        assert registry.lineage(council.fleet_award)[0].what == "called"

    def test_is_of_awards_and_series(self, registry, council):
        with pytest.raises(laurels.WrongKind):
            registry.lineage(council.leeds)
        with pytest.raises(laurels.NotFound):
            registry.lineage(laurels.SeriesId(99))


def test_all_who_reached_a_stage(registry, council):
    registry.advance(council.joint, "submitted", reason="a recount")
    assert registry.nominations().stage("shortlisted").count() == 2
    query = registry.nominations().reached("shortlisted")
    assert query.count() == 3
    assert repr(query) == "<nominations that reached shortlisted>"
