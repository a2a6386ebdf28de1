"""What may be known outside: at the second before an embargo ends, at that second, and after it."""

from __future__ import annotations

import datetime as dt

import laurels
import pytest
from laurels import Category, Cost, Credit, Nomination, Nominee, ReadOnly

LISTS = dt.datetime(2025, 10, 1, 9, tzinfo=dt.timezone.utc)
RESULTS = dt.datetime(2025, 11, 20, 21, 30, tzinfo=dt.timezone.utc)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def registry():
    with laurels.in_memory(actor="communications") as registry:
        award = registry.add(laurels.Award("Social Work Awards", notes="the invoice is late"))
        edition = registry.add(laurels.Edition(award, "2025"))
        embargo = {
            "list_disclosure": "embargoed",
            "list_embargo": LISTS,
            "result_disclosure": "embargoed",
            "result_embargo": RESULTS,
        }
        category = registry.add(Category(edition, "Team of the Year", **embargo))
        registry.add(Category(edition, "Lifetime Achievement", no_award="none was worthy", **embargo))
        council = registry.add(Nominee("Leeds City Council", kind="organisation"))
        teams = [registry.add(Nominee(name, part_of=council)) for name in ("Fostering", "Adoption", "Out of Hours")]
        for team, stage in zip(teams, ("shortlisted", "shortlisted", "submitted"), strict=True):
            registry.add(Nomination(category, team.name + " entry", credits=[Credit(team)], stage=stage))
        won, lost, _ = registry.all(Nomination)
        registry.decide(won, "won", on="2025-11-20")
        registry.decide(lost, "not_placed")
        registry.add(Cost(won, 25000, "GBP"))
        yield registry


def category_of(registry):
    return registry.all(Category)[0]


def names(registry):
    return [nominee.name for nominee in registry.all(Nominee)]


def test_before_the_lists(registry):
    outside = registry.public(LISTS - SECOND)
    assert outside.count(Nomination) == 0
    assert names(outside) == []
    assert outside.count(Category) == 2
    with pytest.raises(laurels.NotFound):
        outside.find(Nominee, "Fostering")


@pytest.mark.parametrize("on", [LISTS, LISTS + SECOND, RESULTS - SECOND])
def test_lists_without_results(registry, on):
    outside = registry.public(on)
    category = category_of(outside)
    assert len(outside.shortlist(category)) == 2
    assert len(outside.winners(category)) == 0
    assert names(outside) == ["Leeds City Council", "Fostering", "Adoption"]
    assert {row.outcome for row in outside.nominations()} == {laurels.Outcome.pending}
    assert outside.all(Category)[1].no_award is None


@pytest.mark.parametrize("on", [RESULTS, RESULTS + SECOND])
def test_results(registry, on):
    outside = registry.public(on)
    (winner,) = outside.winners(category_of(outside))
    assert winner.nominees == ("Fostering",)
    assert str(winner.decided) == "2025-11-20"
    assert outside.all(Category)[1].no_award == "none was worthy"
    assert names(outside) == ["Leeds City Council", "Fostering", "Adoption"]


def test_now_is_the_default_and_text_is_an_instant(registry):
    assert registry.public().count(Nomination) == 2
    assert registry.public("2025-10-01T08:59:59Z").count(Nomination) == 0
    with pytest.raises(laurels.InvalidDate):
        registry.public(dt.datetime(2025, 10, 1, 9))


def test_with_other_bounds(registry):
    assert registry.view(change=1, public=RESULTS).count(Nomination) == 0
    assert len(registry.view(public=RESULTS - SECOND).winners(category_of(registry))) == 0
    assert registry.public(RESULTS).public(LISTS - SECOND).count(Nomination) == 0


def test_there_is_no_journal(registry):
    outside = registry.public(RESULTS)
    assert outside.count(Cost) == 0
    assert outside.all(laurels.Award)[0].notes == ""
    with pytest.raises(ReadOnly, match="not public"):
        outside.history(outside.all(Nomination)[0])
    with pytest.raises(ReadOnly):
        outside.changes()
    with pytest.raises(ReadOnly):
        outside.add(laurels.Award("B"))


def test_it_says_what_it_is(registry):
    outside = registry.public("2025-11-20T21:30:00Z")
    assert repr(outside) == "<Registry in memory, what is public on 20 November 2025, 21:30 UTC: read-only>"
    assert "2 nominations" in str(outside)
    assert "2 nominations" in outside._repr_html_()


def test_differences_tell_what_became_public(registry):
    differences = registry.public(RESULTS).diff(registry.public(RESULTS - SECOND))
    assert {(d.field, d.after) for d in differences} >= {("outcome", "won"), ("no_award", "none was worthy")}
