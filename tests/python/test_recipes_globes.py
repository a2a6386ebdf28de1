"""The Golden Globe Awards: what kind of nominee a column holds depends on the category."""

from __future__ import annotations

import collections
import csv
import pathlib
from collections.abc import Iterator

import laurels
import pytest
from laurels import Ceremony, NominationRow, Nominee
from recipe_data import added, assert_again, bring, data


def file() -> pathlib.Path:
    return data("golden-globes/golden_globe_awards.csv")


def read() -> list[dict[str, str]]:
    with file().open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.fixture(scope="module")
def registry() -> Iterator[laurels.Registry]:
    with laurels.in_memory(actor="tester") as registry:
        bring(registry, "golden_globes", file())
        yield registry


def find(registry: laurels.Registry, edition: int, category: str, work: str) -> NominationRow:
    """The only nomination for the work."""
    rows = registry.nominations().edition(str(edition)).category(category).rows()
    (row,) = [row for row in rows if row.work == work]
    return row


def test_counts(registry: laurels.Registry) -> None:
    table = read()
    with laurels.in_memory(actor="tester") as again:
        report = bring(again, "golden_globes", file())
        counts = added(report)
        assert report.rows == counts["nomination"] == len(table) == 7991
        assert (counts["edition"], counts["ceremony"], counts["series"]) == (77, 77, 76)
        assert counts["category"] == len({(row["ceremony"], row["category"]) for row in table}) == 1755
        assert_again(again, "golden_globes", file(), remarks=1)  # one row has the key of another
        assert again.verify().ok
    wins = collections.Counter((row["ceremony"], row["category"]) for row in table if row["win"] == "True")
    assert sum(wins.values()) == registry.nominations().outcome("won").count() == 1825
    found = collections.Counter((row.edition, row.category) for row in registry.nominations().outcome("won").rows())
    assert found == wins
    assert sum(count > 1 for count in found.values()) == 103
    assert 1755 - len(found) == 90
    held = {registry.get(ceremony.edition).label: str(ceremony.date) for ceremony in registry.all(Ceremony)}
    assert held == {row["ceremony"]: row["year_award"] for row in table}


def test_persons_with_their_film(registry: laurels.Registry) -> None:
    row = find(
        registry,
        1,
        "Best Performance by an Actress in a Supporting Role in any Motion Picture",
        "For Whom The Bell Tolls",
    )
    assert row.nominees == ("Katina Paxinou",)
    assert row.outcome == "won"
    assert registry.find(Nominee, "Katina Paxinou").kind == "person"
    row = find(registry, 65, "Best Director - Motion Picture", "No Country for Old Men")
    assert row.nominees == ("Ethan Coen", "Joel Coen")
    # Los Angeles Times of 29 January 1989: a three-way split.
    category = "Best Performance by an Actress in a Motion Picture - Drama"
    tied = registry.nominations().edition("46").category(category).outcome("won").rows()
    assert {row.nominees[0] for row in tied} == {"Jodie Foster", "Shirley MacLaine", "Sigourney Weaver"}


def test_the_nominee_is_the_film(registry: laurels.Registry) -> None:
    row = find(registry, 77, "Best Motion Picture - Drama", "The Two Popes")
    assert not row.nominees
    assert row.outcome == "not_placed"
    assert find(registry, 64, "Best Motion Picture - Animated", "Cars").outcome == "won"
    # An actress whose name is missing leaves the film alone.
    row = find(registry, 59, "Best Performance by an Actress in a Motion Picture - Drama", "The Deep End")
    assert row.nominees == ()
    row = find(registry, 39, "Best Television Series - Drama", "Hill Street Blues")
    assert row.nominees == ("Steven Bochco",)
    # Where there is no film, there is a person or a work, and never both.
    for stated, row in zip(read(), sorted(registry.nominations().rows(), key=lambda row: row.id), strict=True):
        if not stated["film"]:
            assert bool(row.work) != bool(row.nominees)
        else:
            assert row.work


def test_countries_are_no_nominees(registry: laurels.Registry) -> None:
    for category, edition, work, director, country in (
        ("Best Motion Picture - Foreign Language", 77, "Portrait of a Lady on Fire", "Céline Sciamma", "France"),
        ("Foreign Film - English Language", 6, "Hamlet (1948)", "Laurence Olivier", "United Kingdom"),
        ("Foreign Film - Foreign Language", 16, "The Year Long Road", "Giuseppe De Santis", "Italy, Yugoslavia"),
    ):
        row = find(registry, edition, category, work)
        assert row.nominees == (director,)
        assert row.record.extra["country"] == country
    names = {nominee.name for nominee in registry.all(Nominee) if nominee.kind == "person"}
    countries = {row.record.extra.get("country", "") for row in registry.nominations().rows()} - {""}
    assert len(countries) > 40
    assert not names & {part for country in countries for part in country.split(", ")}


def test_songs_with_their_writers(registry: laurels.Registry) -> None:
    song = "Best Original Song - Motion Picture"
    row = find(registry, 77, song, "The Lion King")
    assert (row.title, row.nominees) == ("Spirit", ("Timothy McKenzie", "Ilya Salmanzadeh", "Beyoncé"))
    row = find(registry, 35, song, "New York, New York")
    assert (row.title, row.nominees) == ("New York, New York", ("John Kander", "Fred Ebb"))
    row = find(registry, 31, song, "The Way We Were")
    assert row.title == "The Way We Were"
    assert row.outcome == "won"
    row = find(registry, 53, song, "Batman Forever")
    assert (row.title, row.nominees) == ("Hold Me, Thrill Me, Kiss Me, Kill Me", ("U2",))
    assert registry.find(Nominee, "U2").kind == "team"


def test_a_row_that_stands_twice(registry: laurels.Registry) -> None:
    """Katharine Ross won in 1968, and the file has her once more, not having won: both are kept."""
    rows = (
        registry.nominations().edition("25").category("New Star Of The Year - Actress").nominee("Katharine Ross").rows()
    )
    assert sorted(row.outcome.name for row in rows) == ["not_placed", "won"]
