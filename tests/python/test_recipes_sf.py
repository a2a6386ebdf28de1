"""Hugo, Nebula, Campbell and Locus: years that stand once, marks in names, authors on rows of their own."""

from __future__ import annotations

import collections
import csv
import pathlib
from collections.abc import Iterator

import laurels
import pytest
from laurels import Category, Nominee
from recipe_data import RECIPES, added, assert_again, bring, data

HUGO, NEBULA = "Hugo Award", "Nebula Award"
CAMPBELL, LOCUS = "John W. Campbell Memorial Award", "Locus Award"
FILES = {
    "hugo": "Hugo_nominees.csv",
    "nebula": "Nebula_nominees.csv",
    "campbell": "Campbell.csv",
    "locus": "Locus_Finalists_and_Winners.csv",
}


def file(name: str) -> pathlib.Path:
    return data("hugo-nebula-locus-campbell") / name


def read(name: str) -> list[list[str]]:
    with file(name).open(encoding="utf-8", newline="") as opened:
        return list(csv.reader(opened))[1:]


@pytest.fixture(scope="module")
def registry() -> Iterator[laurels.Registry]:
    """All four in one registry."""
    with laurels.in_memory(actor="tester") as registry:
        for recipe, name in FILES.items():
            bring(registry, recipe, file(name))
        yield registry


def won(registry: laurels.Registry, award: str, edition: str, category: str = "Best Novel") -> set[str]:
    """The works that won."""
    rows = registry.nominations().award(award).edition(edition).category(category).outcome("won").rows()
    return {row.work for row in rows}


@pytest.mark.parametrize(
    ("recipe", "rows", "editions", "categories"),
    [("hugo", 272, 52, 52), ("nebula", 334, 52, 52), ("campbell", 289, 45, 45), ("locus", 2257, 38, 113)],
)
def test_counts(recipe: str, rows: int, editions: int, categories: int) -> None:
    table = read(FILES[recipe])
    # A second author stands on a row without a title; a row without an author's work says that there was no award.
    works = len(table) if recipe == "locus" else sum(1 for row in table if row[2])
    with laurels.in_memory(actor="tester") as registry:
        report = bring(registry, recipe, file(FILES[recipe]))
        assert report.rows == rows == len(table)
        counts = added(report)
        assert (counts["award"], counts["edition"], counts["category"]) == (1, editions, categories)
        assert counts["nomination"] == works
        assert_again(registry, recipe, file(FILES[recipe]))
        assert registry.verify().ok


def test_winners_are_marked(registry: laurels.Registry) -> None:
    marked = {name: sum("*" in row[1] for row in read(FILES[name])) for name in ("hugo", "nebula", "campbell")}
    assert marked == {"hugo": 56, "nebula": 53, "campbell": 47}
    # The Hugo's 56 marks are 55 wins: author and translator of The Three-Body Problem won together.
    for award, wins in ((HUGO, 55), (NEBULA, 53), (CAMPBELL, 47), (LOCUS, 114)):
        assert registry.nominations().award(award).outcome("won").count() == wins
        assert registry.nominations().award(award).stage("shortlisted").count() == (
            registry.nominations().award(award).count()
        )
    names = [nominee.name for nominee in registry.all(Nominee)]
    assert not [name for name in names if "*" in name or "[Note" in name or "+" in name]


def test_each_edition_has_its_works(registry: laurels.Registry) -> None:
    expected: collections.Counter[tuple[str, str]] = collections.Counter()
    for recipe, award in (("hugo", HUGO), ("nebula", NEBULA), ("campbell", CAMPBELL)):
        year = ""
        for row in read(FILES[recipe]):
            year = row[0] or year
            expected[award, year] += bool(row[2])
    for row in read(FILES["locus"]):
        expected[LOCUS, f"works of {row[1]}"] += 1
    rows = registry.nominations().rows()
    assert collections.Counter((row.award, row.edition) for row in rows) == expected


def test_ties(registry: laurels.Registry) -> None:
    # thehugoawards.org, 1966 Hugo Awards: "...And Call Me Conrad" and "Dune" tied.
    assert won(registry, HUGO, "1966") == {"...And Call Me Conrad", "Dune"}
    # dreamingaboutotherworlds.blogspot.com, 1967 Nebula Award Nominees: a tie for first place.
    assert won(registry, NEBULA, "1967") == {"Babel-17", "Flowers for Algernon"}
    # Wikipedia, Locus Award for Best First Novel: two of them in 1997.
    assert won(registry, LOCUS, "works of 1996", "First Novel") == {"Reclamation", "Whiteout"}


def test_no_award(registry: laurels.Registry) -> None:
    # sf-encyclopedia.com: no novel of the year before was honoured in 1976; Wikipedia: no award in 1994.
    without = [category for category in registry.all(Category) if category.no_award is not None]
    assert sorted(registry.get(category.edition).label for category in without) == ["1976", "1994"]
    assert {category.no_award for category in without} == {""}  # the source gives no reason
    for category in without:
        assert not registry.winners(category)
        assert registry.shortlist(category)


def test_joint_authors(registry: laurels.Registry) -> None:
    def credits(award: str, edition: str, work: str) -> list[tuple[str, str]]:
        rows = registry.nominations().award(award).edition(edition).rows()
        record = next(row.record for row in rows if row.work == work)
        return [(registry.get(credit.nominee).name, credit.role) for credit in record.credits]

    assert credits(HUGO, "2015", "The Three-Body Problem") == [("Cixin Liu", "author"), ("Ken Liu", "translator")]
    assert credits(HUGO, "2014", "The Wheel of Time") == [
        ("Robert Jordan", "author"),
        ("Brandon Sanderson", "author"),
    ]
    assert credits(CAMPBELL, "1978", "Roadside Picnic and Tale of the Troika") == [
        ("Arkady Strugatsky", "author"),
        ("Boris Strugatsky", "author"),
    ]


def test_packed_field(registry: laurels.Registry) -> None:
    rows = {row.work: row for row in registry.nominations().award(LOCUS).rows()}
    assert set(rows["The City, Not Long After"].nominees) == {"Pat Murphy"}
    assert set(rows["Resurrection, Inc."].nominees) == {"Kevin J. Anderson"}
    assert set(rows["The Golden Key"].nominees) == {"Melanie Rawn", "Jennifer Roberson", "Kate Elliott"}
    assert set(rows["Saint Leibowitz and the Wild Horse Woman"].nominees) == {
        "Walter M. Miller, Jr.",
        "Terry Bisson",
    }
    assert rows["Memoirs of a Master Forger"].record.extra["publisher"] == "Gollancz"
    assert rows["The Wizard Knight"].record.extra["publisher"] == "Tor (2 volumes)"
    assert rows["The Jazz"].record.extra["tie"] == "tie"
    assert registry.find(Nominee, "Northern Lights").name == "The Golden Compass"
    # Every name, title and publisher is a part of the cell that it came from.
    cells = [row[0] for row in read(FILES["locus"])]
    found = registry.nominations().award(LOCUS).records()
    assert len(found) == len(cells)
    for cell, record in zip(cells, found, strict=True):
        assert record.work is not None
        assert registry.get(record.work).name.split(" (")[0].casefold() in cell.casefold()
        assert record.extra["publisher"] in cell
        assert all(registry.get(credit.nominee).name.casefold() in cell.casefold() for credit in record.credits)


def test_one_work_of_several_programmes(registry: laurels.Registry) -> None:
    programmes = collections.defaultdict(set)
    for row in registry.nominations().rows():
        programmes[row.work].add(row.award)
    # Gateway won the Hugo, the Nebula and the Campbell of 1978, as each of the three files has it.
    assert programmes["Gateway"] == {HUGO, NEBULA, CAMPBELL}
    for award in programmes["Gateway"]:
        assert "Gateway" in {row.work for row in registry.nominations().award(award).outcome("won").rows()}
    # Plain titles that stand in all four files, whatever their case.
    titles = [{row[2].casefold() for row in read(FILES[name]) if row[2]} for name in ("hugo", "nebula", "campbell")]
    cells = [row[0].casefold() for row in read(FILES["locus"])]
    four = {title for title in set.intersection(*titles) if any(cell.startswith(f"{title}, ") for cell in cells)}
    assert len(four) > 10
    assert {work.casefold() for work, awards in programmes.items() if len(awards) == 4} == four - {"memory", "titan"}
    # Different novels of one title stay apart.
    titans = {"Titan (Ben Bova)", "Titan (John Varley)", "Titan (Stephen Baxter)"}
    assert {name for name in programmes if name.startswith("Titan (")} == titans


def test_ratings_of_readers() -> None:
    with laurels.in_memory(actor="tester") as registry:
        bring(registry, "hugo_goodreads", file("HugosPolished.csv"))
        assert registry.nominations().outcome("won").count() == 55  # as its note says: 55 are TRUE
        rated = next(row.record for row in registry.nominations().rows() if row.work == "Dune")
        assert rated.extra["Goodreads.Avg.Rating"] == "4.19"
        assert_again(registry, "hugo_goodreads", file("HugosPolished.csv"))


def test_two_sources_of_one_award() -> None:
    with laurels.in_memory(actor="tester") as registry:
        bring(registry, "hugo", file(FILES["hugo"]))
        report = bring(registry, "hugo_goodreads", file("HugosPolished.csv"))
        # The Three-Body Problem is there without its translator, and so is another nomination for the second source.
        assert "nomination" not in added(report) or added(report)["nomination"] == 1


def test_left_over_of_rows_together_stays() -> None:
    rows = [
        {"key": "1", "year": "1975", "work": "The Mote in God's Eye", "author": "Larry Niven", "rating": "4.07"},
        {"key": "1", "year": "1975", "work": "The Mote in God's Eye", "author": "Jerry Pournelle", "rating": "3.81"},
    ]
    mapping = {
        "laurels_mapping": 1,
        "data_set": "ratings",
        "key": ["key"],
        "together": True,
        "award": {"name": {"value": HUGO}},
        "edition": {"label": "year"},
        "category": {"name": {"value": "Best Novel"}},
        "work": {"name": "work", "kind": {"value": "work"}},
        "credits": [{"nominee": {"name": "author", "kind": {"value": "person"}}}],
    }
    with laurels.in_memory(actor="tester") as registry:
        registry.import_table(rows, mapping)
        assert registry.nominations().records()[0].extra == {"rating": "4.07; 3.81"}
        assert registry.import_table(rows, mapping).change == 0


def test_recipes_are_there() -> None:
    assert {f"{name}.json" for name in (*FILES, "hugo_goodreads")} <= {path.name for path in RECIPES.glob("*.json")}
