"""British literary prizes by examples/recipes/british-literary-prizes.json, against the file and publications."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict

import laurels
import pytest
from laurels import Award, Edition, Nominee, NomineeKind, Outcome, Series, Stage
from recipe_data import added, bring, data


@pytest.fixture(scope="module")
def path():
    return data("british-literary-prizes", "british_literary_prizes-1990-2022.reduced.csv")


@pytest.fixture(scope="module")
def lines(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def imported(path):
    registry = laurels.in_memory(actor="tester")
    yield registry, bring(registry, "british-literary-prizes", path)
    registry.close()


@pytest.fixture(scope="module")
def registry(imported):
    return imported[0]


def winners(registry, award, year):
    rows = registry.nominations().award(award).edition(year).outcome("won").rows()
    assert len({row.category_id for row in rows}) == 1
    assert registry.winners(rows[0].category_id) == rows
    return {row.work: row.nominees for row in rows}


def test_counts(imported, registry, lines):
    # 952 rows: of two that are one book by two authors one nomination is made.
    assert imported[1].rows == len(lines) == 952
    assert added(imported[1]) == {
        "award": 15,
        "series": 15,
        "edition": 413,
        "category": 413,
        "nominee": 682 + 861,
        "nomination": 951,
    }
    assert Counter(who.kind for who in registry.all(Nominee)) == {NomineeKind.person: 682, NomineeKind.work: 861}
    assert sum(len(nomination.credits) for nomination in registry.nominations().records()) == 952
    assert Counter(row.outcome for row in registry.nominations()) == {Outcome.won: 417, Outcome.not_placed: 534}
    assert registry.nominations().stage(Stage.shortlisted).count() == 534


def test_all_nominations_are_those_of_the_file(registry, lines):
    expected = defaultdict(set)
    for line in lines:
        key = line["prize_alias"], line["prize_year"], line["book_title"].strip(), line["person_role"] == "winner"
        expected[key].add(" ".join(f"{line['first_name']} {line['last_name']}".split()))
    found = {
        (row.award, row.edition, row.work, row.outcome is Outcome.won): set(row.nominees)
        for row in registry.nominations()
    }
    assert found == expected


def test_joint_winners(registry):
    # https://thebookerprizes.com/the-booker-library/prize-years: 1992 and 2019 were shared by two books.
    assert winners(registry, "Booker Prize", "1992") == {
        "The English Patient": ("Michael Ondaatje",),
        "Sacred Hunger": ("Barry Unsworth",),
    }
    assert winners(registry, "Booker Prize", "2019") == {
        "The Testaments": ("Margaret Atwood",),
        "Girl, Woman, Other": ("Bernardine Evaristo",),
    }
    counts = Counter((row.award, row.edition) for row in registry.nominations().outcome("won"))
    assert {key: count for key, count in counts.items() if count > 1} == {
        ("Booker Prize", "1992"): 2,
        ("Booker Prize", "2019"): 2,
        ("James Tait Black Prize for Fiction", "1997"): 2,
        ("BSFA Award for Best Novel", "2013"): 2,
    }


def test_joint_authors(registry):
    # One book by two authors is one winner: the Costa biography of 2012 was the first graphic work to win.
    assert winners(registry, "Costa Biography Award", "2012") == {
        "Dotter of Her Father's Eyes": ("Bryan Talbot", "Mary Talbot"),
    }
    several = [nomination for nomination in registry.nominations().records() if len(nomination.credits) > 1]
    assert len(several) == 1
    assert [credit.role for credit in several[0].credits] == ["author", "author"]


def test_a_prize_is_found_by_each_name_it_had(registry, lines):
    assert len(registry.all(Award)) == 15
    for line in lines:
        assert registry.find(Award, line["prize_name"].strip()).name == line["prize_alias"]


def test_renames(registry):
    life = registry.lineage(registry.find(Award, "Booker Prize"))
    assert life is not None
    (series,) = [series for series in registry.all(Series) if series.name == "Booker Prize"]
    # The Man Group sponsored it from 2002 to 2019: https://thebookerprizes.com/the-booker-library/features.
    assert [entry.text for entry in registry.lineage(series)] == [
        "called 'Booker Prize' from 1991 to 2001, in 11 editions",
        "called 'Man Booker Prize' from 2002 to 2019, in 18 editions",
        "called 'Booker Prize' from 2020 to 2022, in 3 editions",
    ]
    (biography,) = [series for series in registry.all(Series) if series.name == "Costa Biography Award"]
    assert [str(entry.dates) for entry in registry.lineage(biography)] == ["1991/1995", "1996/2005", "2006/2021"]
    assert not any(name.endswith(" ") for name in {row.category for row in registry.nominations()})


def test_who_gave_it_is_the_edition_s(registry):
    costa = registry.find(Award, "Costa Novel Award")
    gave = {
        edition.label: edition.extra["institution"] for edition in registry.all(Edition) if edition.award == costa.id
    }
    assert (gave["2005"], gave["2006"]) == ("Whitbread", "Costa")


def test_a_winner_of_two_prizes_is_one_book(registry):
    (book,) = [who for who in registry.all(Nominee) if who.name == "A Life of Picasso I: The Prodigy"]
    won = [row.award for row in registry.nominations().outcome("won") if row.work_id == book.id]
    assert sorted(won) == ["Costa Biography Award", "Costa Book of the Year"]


def test_shared_ids_are_told(imported, lines):
    """Two persons of the file have a VIAF id each that belongs to two of its numbers."""
    numbers = defaultdict(set)
    for line in lines:
        numbers[line["viaf"]].add(line["person_id"])
    shared = {viaf for viaf, persons in numbers.items() if len(persons) > 1} - {"n/a"}
    assert len(imported[1].remarks) == len(shared) == 2
    assert all(any(viaf in remark for remark in imported[1].remarks) for viaf in shared)


def test_no_alias_is_the_name_itself(registry):
    booker = registry.find(Award, "Booker Prize")
    assert [alias.name for alias in booker.aliases] == ["Man Booker Prize"]


def test_a_work_and_a_person_may_have_one_number():
    mapping = {
        "laurels_mapping": 1,
        "data_set": "numbers",
        "award": {"name": {"value": "Prize"}},
        "edition": {"label": {"value": "1"}},
        "category": {"name": {"value": "Novel"}},
        "work": {"key": "number", "name": "book", "kind": {"value": "work"}},
        "credits": [{"nominee": {"key": "number", "name": "author", "kind": {"value": "person"}}}],
    }
    row = {"number": "1", "book": "A Book", "author": "An Author"}
    with laurels.in_memory() as other:
        report = other.import_table([row], mapping)
        assert list(report.refused) == []
        assert added(report)["nominee"] == 2
