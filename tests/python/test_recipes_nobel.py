"""The Nobel Prizes by two versions of the API, against the files themselves and what has been published."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from fractions import Fraction

import laurels
import pytest
from laurels import Acceptance, Category, Edition, Nominee, NomineeKind, Outcome, Series
from recipe_data import RECIPES, ROOT, added, bring, data, data_json, rows

CATEGORIES = {
    "chemistry": "Chemistry",
    "economics": "Economic Sciences",
    "literature": "Literature",
    "medicine": "Physiology or Medicine",
    "peace": "Peace",
    "physics": "Physics",
}


@pytest.fixture(scope="module")
def prizes():
    return data_json("nobel-v1", "prize.json")


@pytest.fixture(scope="module")
def rows_v1(prizes):
    return list(rows().nobel_v1(prizes, data_json("nobel-v1", "laureate.json")))


@pytest.fixture(scope="module")
def laureates():
    return data_json("nobel-v21-2021", "laureates.json")


@pytest.fixture(scope="module")
def rows_v21(laureates):
    return list(rows().nobel_v21(laureates))


@pytest.fixture(scope="module")
def imported_v1(rows_v1):
    registry = laurels.in_memory(actor="tester")
    yield registry, bring(registry, "nobel-v1", rows_v1)
    registry.close()


@pytest.fixture(scope="module")
def imported_v21(rows_v21):
    registry = laurels.in_memory(actor="tester")
    yield registry, bring(registry, "nobel-v21", rows_v21)
    registry.close()


@pytest.fixture(scope="module")
def v1(imported_v1):
    return imported_v1[0]


@pytest.fixture(scope="module")
def v21(imported_v21):
    return imported_v21[0]


def winners(registry, until="9999"):
    """Year, category, number of the laureate, and share."""
    ids = {who.id: who.identifiers["nobelprize.org"] for who in registry.all(Nominee)}
    return {
        (row.edition, row.category, ids[row.nominee_ids[0]], row.share)
        for row in registry.nominations().outcome("won")
        if row.edition <= until
    }


class TestVersion1:
    def test_counts(self, imported_v1, v1):
        kinds = added(imported_v1[1])
        assert kinds == {
            "award": 1,
            "edition": 123,
            "series": 6,
            "category": 670,
            "nomination": 1_000,
            "nominee": 992,
        }
        assert Counter(who.kind for who in v1.all(Nominee)) == {NomineeKind.person: 965, NomineeKind.organisation: 27}
        times = Counter(nominee for row in v1.nominations() for nominee in row.nominee_ids)
        assert sum(count > 1 for count in times.values()) == 7

    def test_laureates_and_shares(self, v1, prizes):
        expected = {
            (prize["year"], CATEGORIES[prize["category"]], laureate["id"], Fraction(1, int(laureate["share"])))
            for prize in prizes["prizes"]
            for laureate in prize.get("laureates", ())
        }
        assert winners(v1) == expected
        sums = Counter()
        for year, category, _, share in expected:
            sums[year, category] += share
        assert set(sums.values()) == {1}

    def test_prizes_that_nobody_got(self, v1, prizes):
        editions = {edition.id: edition.label for edition in v1.all(Edition)}
        found = {
            (editions[each.edition], each.name): each.no_award for each in v1.all(Category) if each.no_award is not None
        }
        assert len(found) == 49
        assert found == {
            (prize["year"], CATEGORIES[prize["category"]]): prize["overallMotivation"].strip('"')
            for prize in prizes["prizes"]
            if "laureates" not in prize
        }
        # https://www.nobelprize.org/prizes/facts/: no peace prize in 19 years, the last of them 1972.
        peace = [year for year, category in found if category == "Peace"]
        assert (len(peace), max(peace)) == (19, "1972")
        (none,) = [each for each in v1.all(Category) if (editions[each.edition], each.name) == ("1972", "Peace")]
        assert list(v1.winners(none)) == []

    def test_what_a_prize_as_a_whole_was_for(self, v1, prizes):
        described = [each for each in v1.all(Category) if each.description]
        assert len(described) == sum(
            "overallMotivation" in prize and "laureates" in prize for prize in prizes["prizes"]
        )
        assert all(each.no_award is None for each in described)

    def test_unequal_shares(self, v1):
        # https://www.nobelprize.org/prizes/physics/1903/summary/: one half to Becquerel, the other to the Curies.
        rows = v1.nominations().edition("1903").series("Physics").rows()
        assert {row.nominees[0]: row.share for row in rows} == {
            "Henri Becquerel": Fraction(1, 2),
            "Pierre Curie": Fraction(1, 4),
            "Marie Curie": Fraction(1, 4),
        }

    @pytest.mark.parametrize(
        ("name", "years"),
        # https://www.nobelprize.org/prizes/facts/: all who got several.
        [
            ("Marie Curie", ["1903", "1911"]),
            ("Linus Pauling", ["1954", "1962"]),
            ("John Bardeen", ["1956", "1972"]),
            ("Frederick Sanger", ["1958", "1980"]),
            ("Barry Sharpless", ["2001", "2022"]),
            ("International Committee of the Red Cross", ["1917", "1944", "1963"]),
            ("Office of the United Nations High Commissioner for Refugees", ["1954", "1981"]),
        ],
    )
    def test_those_who_got_several(self, v1, name, years):
        assert sorted(row.edition for row in v1.nominations().nominee(name)) == years

    def test_economics_began_in_1969(self, v1):
        assert min(row.edition for row in v1.nominations().series("Economic Sciences")) == "1969"

    def test_dates_known_to_the_year(self, v1):
        (spence,) = [who for who in v1.all(Nominee) if who.name == "A. Michael Spence"]
        assert spence.extra["born"] == "1943"
        assert "died" not in spence.extra


class TestVersion21:
    def test_counts(self, imported_v21, v21):
        kinds = added(imported_v21[1])
        assert (kinds["nomination"], kinds["nominee"]) == (962, 955)
        assert sum(who.kind is NomineeKind.organisation for who in v21.all(Nominee)) == 25
        assert all(who.identifiers["wikidata"].startswith("Q") for who in v21.all(Nominee))

    def test_days(self, v21, laureates):
        given = [prize for each in laureates["laureates"] for prize in each["nobelPrizes"]]
        records = v21.nominations().records()
        assert sum(nomination.decided is None for nomination in records) == 417
        assert Counter(str(each.decided) for each in records if each.decided) == Counter(
            prize["dateAwarded"] for prize in given if "dateAwarded" in prize
        )

    def test_refused_and_prevented(self, v21):
        # https://www.nobelprize.org/prizes/facts/: Sartre and Le Duc Tho declined; Pasternak had to.
        found = {
            row.nominees[0]: (row.edition, row.acceptance, row.outcome)
            for row in v21.nominations()
            if row.acceptance is not Acceptance.accepted
        }
        assert found == {
            "Boris Pasternak": ("1958", Acceptance.prevented, Outcome.won),
            "Jean-Paul Sartre": ("1964", Acceptance.refused, Outcome.won),
            "Le Duc Tho": ("1973", Acceptance.refused, Outcome.won),
        }

    def test_names(self, v21):
        assert v21.find(Nominee, "Antoine Henri Becquerel").name == "Henri Becquerel"
        friends = v21.find(Nominee, "American Friends Service Committee (The Quakers)")
        assert friends.extra["acronym"] == "AFSC"
        assert friends.extra["name_se"] == "Vännernas samfund i USA (Kväkarna)"
        economics = v21.find(Series, "Economic Sciences")
        assert economics.extra["full_name"].startswith("The Sveriges Riksbank Prize")

    def test_no_alias_is_the_name_itself(self, v21):
        assert [who for who in v21.all(Nominee) if who.name in {alias.name for alias in who.aliases}] == []

    def test_what_no_one_mapped_is_kept(self, v21, rows_v21):
        (row,) = [row for row in rows_v21 if row["id"] == "745"]
        (nomination,) = v21.nominations().nominee("A. Michael Spence").records()
        assert nomination.extra["birth.place.city.no"] == row["birth.place.city.no"]
        assert nomination.extra["affiliations"] == "Stanford University, Stanford, CA, USA"


class TestBoth:
    def test_have_the_same_laureates(self, v1, v21):
        assert len(winners(v21)) == 962
        assert winners(v21) == winners(v1, until="2020")

    def test_go_into_one_file(self, registry, rows_v1, rows_v21):
        bring(registry, "nobel-v1", rows_v1)
        before = winners(registry)
        report = bring(registry, "nobel-v21", rows_v21)
        assert added(report) == {}
        assert winners(registry) == before
        assert registry.nominations().count() == 1_000
        (sartre,) = registry.nominations().nominee("Jean-Paul Sartre").records()
        assert sartre.acceptance is Acceptance.refused
        assert len(registry.conflicts()) == 0

    def test_the_prizes_of_one_year(self, registry, rows_v21):
        bring(registry, "nobel-v21", rows_v21)
        prizes = data_json("nobel-v21-2021", "nobelPrizes.json")
        again = list(rows().nobel_v21_prizes(prizes))
        report = registry.import_table(again, RECIPES / "nobel-v21-prizes.json")
        assert (report.rows, report.change) == (12, 0)
        with laurels.in_memory() as alone:
            bring(alone, "nobel-v21-prizes", again)
            assert winners(alone) == {each for each in winners(registry) if each[0] == "2020"}
            assert len(alone.all(Category)) == 6


def test_the_recipes_have_one_data_set():
    """Their rows are known again by the same keys."""
    recipes = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(RECIPES.glob("nobel-*.json"))]
    assert {recipe["data_set"] for recipe in recipes} == {"nobelprize.org"}
    assert len(recipes) == 3


def test_the_notebook_takes_all_prizes(tmp_path, prizes):
    """Without the data it goes by a few prizes, which test_examples.py sees."""
    assert prizes
    cells = json.loads((ROOT / "examples" / "notebooks" / "nobel.ipynb").read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    for _ in range(2):
        output = subprocess.run(
            [sys.executable, "-W", "error", "-c", code],
            cwd=tmp_path,
            env=os.environ | {"NOBEL_DATA": str(data("nobel-v1", "prize.json").parent)},
            check=True,
            capture_output=True,
            encoding="utf-8",
        ).stdout
        assert output.startswith("All prizes, of ")
        assert "1,049 rows read" in output
        assert "Nothing new" in output
    with laurels.open(tmp_path / "nobel.laurels", read_only=True) as registry:
        assert registry.nominations().count() == 1_000
        assert len(registry.changes()) == 3


def test_the_notebook_s_few_prizes_are_so(prizes):
    cells = json.loads((ROOT / "examples" / "notebooks" / "nobel.ipynb").read_text(encoding="utf-8"))["cells"]
    (code,) = [source for cell in cells if "names = {" in (source := "".join(cell["source"]))]
    space = {"whole": False}
    exec(code, space)
    given = {(each["year"], each["category"]): each for each in prizes["prizes"]}
    names = {
        laureate["id"]: f"{laureate['firstname']} {laureate.get('surname', '')}".strip()
        for each in prizes["prizes"]
        for laureate in each.get("laureates", ())
    }
    for each in space["prizes"]:
        whole = given[each["year"], each["category"]]
        assert {(laureate["id"], laureate["share"]) for laureate in each.get("laureates", ())} == {
            (laureate["id"], laureate["share"]) for laureate in whole.get("laureates", ())
        }
    assert space["names"].items() <= names.items()
