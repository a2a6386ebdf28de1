"""The International Electoral Awards by examples/recipes/electoral-awards.json, against the file itself."""

from __future__ import annotations

from collections import Counter

import laurels
import pytest
from laurels import Category, Edition, Nominee, NomineeKind, Outcome, Series
from recipe_data import added, bring, data_json, rows


@pytest.fixture(scope="module")
def editions():
    return data_json("electoral-awards", "electoral_awards_2023_2025.json")


@pytest.fixture(scope="module")
def imported(editions):
    registry = laurels.in_memory(actor="tester")
    yield registry, bring(registry, "electoral-awards", rows().electoral(editions))
    registry.close()


@pytest.fixture(scope="module")
def registry(imported):
    return imported[0]


def credits(registry, edition, series):
    """Of the winners: name, kind and affiliation."""
    won = registry.nominations().edition(edition).series(series).outcome("won").records()
    return [
        (registry.get(credit.nominee).name, registry.get(credit.nominee).kind, credit.extra.get("affiliation"))
        for nomination in won
        for credit in nomination.credits
    ]


def test_counts(imported, registry):
    kinds = added(imported[1])
    assert (kinds["edition"], kinds["category"], kinds["nomination"]) == (3, 35, 76)
    assert Counter(row.outcome for row in registry.nominations()) == {Outcome.won: 35, Outcome.runner_up: 41}
    labels = {edition.id: edition.label for edition in registry.all(Edition)}
    assert Counter(labels[category.edition] for category in registry.all(Category)) == {
        "2023": 12,
        "2024": 11,
        "2025": 12,
    }


def test_all_entries_are_those_of_the_file(registry, editions):
    expected = Counter()
    for year, categories in editions.items():
        for category in categories:
            expected[year, category["awardName"], category["winner"], Outcome.won] += 1
            for name in category.get("runnersUp", ()):
                expected[year, category["awardName"], name, Outcome.runner_up] += 1
    rows = registry.nominations().rows()
    assert (
        Counter((row.edition, row.category, row.record.extra["as_published"], row.outcome) for row in rows) == expected
    )


def test_each_category_has_one_winner(registry):
    for category in registry.all(Category):
        assert len(registry.winners(category)) == 1


def test_wording_comes_and_goes(registry, editions):
    """Quotes and " Award" make no other category."""
    names = {
        name if name.endswith("Award") else f"{name} Award"
        for categories in editions.values()
        for name in (category["awardName"].replace("’", "'") for category in categories)
    }
    assert {series.name.replace("’", "'") for series in registry.all(Series)} == names
    (commission,) = [each for each in registry.all(Series) if each.name == "Electoral Commission of the Year Award"]
    assert [entry.text for entry in registry.lineage(commission)] == [
        "called 'Electoral Commission of the Year Award' in 2023",
        "called 'Electoral Commission of the Year' in 2024",
        "called 'Electoral Commission of the Year Award' in 2025",
    ]


def test_persons_have_an_affiliation(registry):
    assert credits(registry, "2024", "Electoral Commissioner of the Year Award") == [
        ("Sy Mamabolo", NomineeKind.person, "Chief Electoral Officer of the Electoral Commission of South Africa")
    ]
    assert credits(registry, "2024", "Citizen Statesman Award") == [("Alex Lightman", NomineeKind.person, None)]


def test_joint_winners(registry):
    assert credits(registry, "2023", "First Time Voter Award") == [
        ("Daniel Stockemer", NomineeKind.person, None),
        ("Aksel Sundstrom", NomineeKind.person, None),
    ]
    assert credits(registry, "2023", "International Institutional Engagement Award") == [
        ("Electoral Integrity Project", NomineeKind.organisation, None),
        ("International IDEA", NomineeKind.organisation, None),
    ]
    assert credits(registry, "2024", "Lifetime Achievement Award") == [
        ("Dean Logan", NomineeKind.person, "LA County"),
        ("Thomas Hicks", NomineeKind.person, "US Election Assistance Commission"),
    ]
    joint = [nomination for nomination in registry.nominations().records() if len(nomination.credits) > 1]
    assert len(joint) == 6
    assert all(len(nomination.credits) == 2 for nomination in joint)


def test_who_is_a_person(registry):
    persons = {who.name for who in registry.all(Nominee) if who.kind is NomineeKind.person}
    assert persons == {
        "Aksel Sundstrom",
        "Alex Lightman",
        "Caroline Vernaillen",
        "Daniel Stockemer",
        "Dean Logan",
        "Dr Madhukar Gupta",
        "G S Sangreshi",
        "George Erwin M. Garcia",
        "Luna Shamsuddoha",
        "Melatwork Hailu Abebaw",
        "Mohammad Irfan Abdool Rahman",
        "Musa Hassan Yousuf",
        "Santosh Ajmera",
        "Sy Mamabolo",
        "Thomas Hicks",
        "Tom Rogers",
        "Wafula Chebukati",
    }
    assert all(who.kind is NomineeKind.organisation for who in registry.all(Nominee) if who.name not in persons)


def test_spellings_of_one_body_are_suggested(registry):
    """They stay several nominees until a person merges them."""
    ids = {who.name: who.id for who in registry.all(Nominee)}
    spellings = [
        "Commission on Elections, Philippines",
        "Commission on Elections - Philippines",
        "Commission on Elections Philippines",
    ]
    assert len({ids[name] for name in spellings}) == 3
    suggested = {frozenset((each.kept, each.same)) for each in registry.duplicates(Nominee)}
    assert frozenset((ids[spellings[0]], ids[spellings[2]])) in suggested
    assert frozenset((ids[spellings[1]], ids[spellings[2]])) in suggested
