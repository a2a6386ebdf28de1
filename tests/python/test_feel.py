"""How it should feel to use: an officer's notebook and a script that must not go wrong, as people would write them."""

from __future__ import annotations

import laurels
import pytest
from laurels import Award, Category, Ceremony, Edition, Nomination, Nominee, Source


def test_an_officer_in_a_notebook(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    registry = laurels.open("council.laurels", actor="communications")
    newsletter = Source("Staff newsletter", published="2025-08-15")

    with registry.transaction(source=newsletter) as change:
        council = change.ensure(Nominee("Lancashire County Council", kind="organisation"))
        team = change.ensure(Nominee("Virtual School's Employment Support Team", part_of=council))
        edition = change.ensure(Edition(change.ensure(Award("Children & Young People Now Awards")), "2025"))
        change.ensure(Ceremony(edition, date="2025-11"))
        for name in ("The Children in Care Award", "The Advice and Guidance Award"):
            category = change.ensure(Category(edition, name))
            change.ensure(Nomination(category, credits=[team], stage="shortlisted"))

    assert "1 award, 1 edition, 2 categories, 2 nominees, 2 nominations, 1 ceremony" in registry._repr_html_()
    assert repr(registry.nominations()) == "<nominations>"
    assert registry.nominations()._repr_html_().count("<tr>") == 3
    assert registry.nominations().nominee(council, including_parts=True).stage("shortlisted").count() == 2
    (row,) = registry.ceremonies().upcoming("2025-11-05")
    assert (row.date.display(), row.upcoming) == ("November 2025", laurels.Truth.unknown)

    ceremony = row.record
    nomination = registry.nominations().records()[0]
    winners_page = Source("The awards' winners of 2025", published="2025-11-21")
    registry.revise(ceremony, date="2025-11-20", place="Novotel London West", source=winners_page)
    registry.decide(nomination, "won", source=winners_page)

    then = registry.known_on("2025-09-01")
    assert [row.outcome for row in then.nominations()] == ["pending", "pending"]
    assert [row.date.display() for row in then.ceremonies()] == ["November 2025"]
    assert [row.outcome for row in registry.nominations()] == ["won", "pending"]

    told = [(entry.after, entry.source.title, str(entry.known)) for entry in registry.history(ceremony, "date")]
    assert told == [
        ("November 2025", "Staff newsletter", "2025-08-15"),
        ("20 November 2025", "The awards' winners of 2025", "2025-11-21"),
    ]
    assert registry.verify()
    registry.close()


def test_a_refused_move_says_what_would_have_been_allowed(registry, council):
    with pytest.raises(laurels.MoveError) as refused:
        registry.advance(council.joint, "draft")
    assert str(refused.value).startswith(
        "nomination:1 is 'shortlisted': going back to 'draft' needs a reason (reason=…)"
    )


def test_a_script_that_must_not_go_wrong(registry, council, capsys):
    mine = registry.revise(council.joint, title="Safe roads")  # read an hour ago
    registry.revise(mine, title="Safer roads")  # someone else
    try:
        registry.revise(mine, title="Safer roads together")
    except laurels.Stale as stale:
        print(stale.mine.title, "->", stale.current.title)
    assert capsys.readouterr().out == "Safer roads together -> Safer roads\n"


def test_running_it_again_adds_nothing(path):
    for _ in range(2):
        with laurels.open(path) as registry:
            award = registry.ensure(Award("Booker Prize"))
            registry.ensure(Edition(award, "1970"))
            registry.ensure(Edition(award, "1970 (Lost)"))
            assert registry.checkpoint().change == 3
