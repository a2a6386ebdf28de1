"""The Academy Awards by examples/recipes/oscars.json, against the file itself and what has been published."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict

import laurels
import pytest
from laurels import Acceptance, Nominee, NomineeKind, Outcome, Series, Stage, Standing
from recipe_data import RECIPES, added, bring, data

UNOFFICIAL = "THIS IS NOT AN OFFICIAL NOMINATION"


@pytest.fixture(scope="module")
def path():
    return data("oscars-dlu", "oscars.csv")


@pytest.fixture(scope="module")
def lines(path):
    """The rows as the csv module reads them."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, escapechar="\\", restval=""))


@pytest.fixture(scope="module")
def imported(path):
    registry = laurels.in_memory(actor="tester")
    yield registry, bring(registry, "oscars", path)
    registry.close()


@pytest.fixture(scope="module")
def registry(imported):
    return imported[0]


@pytest.fixture(scope="module")
def rows(registry):
    return registry.nominations().rows()


@pytest.fixture(scope="module")
def records(registry):
    return registry.nominations().records()


@pytest.fixture(scope="module")
def competitive(registry):
    """The ids of the series in which there are nominees, and not only honours."""
    return {series.id for series in registry.all(Series) if series.extra["class"] not in ("Special", "SciTech")}


def one(registry, edition, work, category=None):
    (found,) = [
        nomination
        for nomination in registry.nominations().edition(edition).records()
        if nomination.work is not None
        and registry.get(nomination.work).name == work
        and (category is None or registry.get(nomination.category).name == category)
    ]
    return found


class TestCounts:
    def test_of_records(self, imported, lines):
        kinds = added(imported[1])
        assert kinds["nomination"] == len(lines) == 12_137
        assert kinds["edition"] == 98
        assert kinds["series"] == 66
        assert kinds["award"] == 1
        assert kinds["category"] == len({(line["Ceremony"], line["Category"]) for line in lines})

    def test_of_names(self, registry, rows):
        assert len({row.category for row in rows}) == 130
        assert len({series.extra["class"] for series in registry.all(Series)}) == 8

    def test_of_winners(self, rows):
        winners = [row for row in rows if row.outcome is Outcome.won and row.standing is Standing.active]
        assert len(winners) == 3_515

    def test_of_nominees(self, registry, records, lines):
        ids = {identifier for line in lines for identifier in line["NomineeIds"].split("|")} - {"", "?"}
        people = [who for who in registry.all(Nominee) if who.kind is not NomineeKind.work]
        assert {who.identifiers["oscars-dlu"] for who in people if "|" not in who.identifiers["oscars-dlu"]} == ids
        assert len({part for identifier in ids for part in identifier.split(",")}) == 8_474
        imdb = {who.identifiers["imdb"] for who in people if "imdb" in who.identifiers}
        assert imdb == {identifier for identifier in ids if "," not in identifier}  # of a pseudonym of two persons
        credited = {(nomination.id, credit.nominee) for nomination in records for credit in nomination.credits}
        # One row names a studio twice, by two names and one id.
        assert len(credited) == sum(len(line["Nominees"].split("|")) for line in lines if line["Nominees"]) - 1
        assert sum(len(nomination.credits) > 1 for nomination in records) == 4_316

    def test_of_films(self, registry, records, lines):
        works = [who for who in registry.all(Nominee) if who.kind is NomineeKind.work]
        (unknown,) = [who.name for who in works if "imdb" not in who.identifiers]
        assert unknown == "Letter from Livingston"
        films = {who.identifiers["imdb"] for who in works if who.name != unknown}
        assert films == {line["FilmId"].split("|")[0] for line in lines} - {""}
        several = [nomination.extra["film_ids"].split(" | ") for nomination in records if "films" in nomination.extra]
        assert len(several) == 18
        assert len(films | {film for each in several for film in each}) == 5_264
        assert sum(nomination.work is None for nomination in records) == 1_280


class TestWinners:
    def test_of_each_category_of_each_year(self, registry, rows, lines):
        expected = Counter((line["Ceremony"], line["Category"]) for line in lines if line["Winner"] == "True")
        found = Counter(
            (row.edition, row.category)
            for row in rows
            if row.outcome is Outcome.won and row.standing is Standing.active
        )
        assert found == expected

    def test_ties(self, registry, rows, competitive):
        # Seven ties, of which the notes tell, and two categories that had several awards.
        won = registry.nominations().outcome("won").standing("active").rows()
        times = Counter((int(row.edition), row.category) for row in won if row.series_id in competitive)
        assert {key: count for key, count in times.items() if count > 1} == {
            (5, "ACTOR"): 2,
            (6, "ASSISTANT DIRECTOR"): 7,
            (15, "DOCUMENTARY"): 4,
            (22, "DOCUMENTARY (Short Subject)"): 2,
            (41, "ACTRESS"): 2,
            (59, "DOCUMENTARY (Feature)"): 2,
            (67, "SHORT FILM (Live Action)"): 2,
            (85, "SOUND EDITING"): 2,
            (98, "LIVE ACTION SHORT FILM"): 2,
        }
        actresses = next(row for row in won if (row.edition, row.category) == ("41", "ACTRESS"))
        names = {name for row in registry.winners(actresses.category_id) for name in row.nominees}
        assert names == {"Katharine Hepburn", "Barbra Streisand"}

    @pytest.mark.parametrize(
        ("film", "wins", "nominations"),
        # The Academy Awards Database, https://awardsdatabase.oscars.org/: the films with most awards, or most
        # nominations, until 2025.
        [
            ("Ben-Hur", 11, 12),
            ("Titanic", 11, 14),
            ("The Lord of the Rings: The Return of the King", 11, 11),
            ("All about Eve", 6, 14),
            ("La La Land", 6, 14),
        ],
    )
    def test_films_with_most(self, registry, rows, film, wins, nominations):
        edition = {"Ben-Hur": "32", "Titanic": "70"}.get(film)
        about = [row for row in rows if row.work == film and edition in (None, row.edition)]
        assert len(about) == nominations
        assert sum(row.outcome is Outcome.won for row in about) == wins

    @pytest.mark.parametrize(
        ("person", "nominations", "wins"),
        # The Academy Awards Database: Disney has the most awards, 22 and 4 honorary ones; of actors Streep has the
        # most nominations, Hepburn the most awards, and O'Toole had eight without one before his honorary award.
        [
            ("Meryl Streep", 21, 3),
            ("Katharine Hepburn", 12, 4),
            ("Walt Disney", 64, 26),
            ("Peter O'Toole", 9, 1),
        ],
    )
    def test_persons_with_most(self, registry, person, nominations, wins):
        theirs = registry.nominations().nominee(person)
        assert theirs.count() == nominations
        assert theirs.outcome("won").count() == wins

    def test_honorary_awards_have_a_citation_and_no_list(self, registry):
        (honorary,) = registry.nominations().nominee("Peter O'Toole").outcome("won").records()
        assert registry.get(honorary.category).name == "HONORARY AWARD"
        assert honorary.text.startswith("To Peter O'Toole, whose remarkable talents have provided cinema history")
        assert honorary.work is None
        assert honorary.stage is Stage.draft


class TestNotes:
    """What stands in the column Note and has a field."""

    def test_unofficial_nominations_are_marked(self, records, lines):
        marked = [nomination for nomination in records if nomination.extra.get("official") == "no"]
        assert len(marked) == sum(UNOFFICIAL in line["Note"] for line in lines) == 90
        assert all(UNOFFICIAL in nomination.notes for nomination in marked)

    def test_preliminary_lists_are_longlists(self, records):
        listed = Counter(nomination.stage for nomination in records if nomination.extra.get("official") == "no")
        # Of 30 titles the notes say that they were on a preliminary list; 46 were never on any; 14 were taken back.
        assert listed == {Stage.longlisted: 30, Stage.draft: 46, Stage.shortlisted: 14}

    def test_refused(self, registry, records):
        # The three who are known to have refused are George C. Scott, Marlon Brando and Dudley Nichols, who had his
        # statuette in the end.
        refused = [nomination for nomination in records if nomination.acceptance is Acceptance.refused]
        assert [(registry.get(each.work).name, each.outcome) for each in refused] == [
            ("Patton", Outcome.won),
            ("The Godfather", Outcome.won),
        ]
        assert {registry.get(credit.nominee).name for each in refused for credit in each.credits} == {
            "George C. Scott",
            "Marlon Brando",
        }
        assert one(registry, "8", "The Informer", "WRITING (Screenplay)").acceptance is Acceptance.accepted
        actor = next(each for each in refused if registry.get(each.work).name == "Patton").category
        assert [row.nominees for row in registry.winners(actor)] == [("George C. Scott",)]

    def test_taken_back(self, registry, records):
        found = {
            (registry.get(registry.get(each.category).edition).label, registry.get(each.work).name): each.standing.name
            for each in records
            if each.standing is not Standing.active
        }
        assert found == {
            ("5", "Stout Hearts and Willing Hands"): "disqualified",
            ("14", "Sis Hopkins"): "withdrawn",
            ("14", "Dive Bomber"): "withdrawn",
            ("17", "Song of the Open Road"): "withdrawn",
            ("19", "Three Little Girls in Blue"): "rescinded",
            ("22", "Canary Row"): "withdrawn",
            ("26", "Hondo"): "withdrawn",
            ("29", "High Society"): "withdrawn",
            ("36", "Terminus"): "withdrawn",
            ("41", "Young Americans"): "ineligible",
            ("45", "The Godfather"): "rescinded",
            ("65", "A Place in the World"): "ineligible",
            ("84", "Tuba Atlantic"): "rescinded",
            ("86", "Alone Yet Not Alone"): "rescinded",
        }

    def test_an_award_that_was_taken_back_has_another_winner(self, registry):
        # Announced on 14 April 1969, taken back on 7 May: the runner-up got it.
        announced = one(registry, "41", "Young Americans")
        assert announced.outcome is Outcome.won
        assert [row.work for row in registry.winners(announced.category)] == ["Journey into Self"]

    def test_places(self, records, lines):
        second = sum("came in 2nd" in line["Note"] or "tied for 2nd" in line["Note"] for line in lines)
        third = sum("came in 3rd" in line["Note"] for line in lines)
        assert Counter(each.place for each in records if each.place is not None) == {2: second, 3: third}
        assert sum(each.outcome is Outcome.runner_up for each in records) == second + third == 90

    def test_write_ins(self, registry, records):
        # Hal Mohr is the only one who ever won as a write-in.
        written = [each for each in records if each.extra.get("write_in") == "yes"]
        assert len(written) == 8
        (winner,) = [each for each in written if each.outcome is Outcome.won]
        assert registry.get(winner.work).name == "A Midsummer Night's Dream"
        assert [registry.get(credit.nominee).name for credit in winner.credits] == ["Hal Mohr"]


class TestDetails:
    def test_characters_are_roles(self, registry):
        (brando,) = [
            each
            for each in registry.nominations().nominee("Marlon Brando").outcome("won").records()
            if each.acceptance is Acceptance.refused
        ]
        assert [credit.role for credit in brando.credits] == ["Don Vito Corleone"]

    def test_songs_are_titles(self, registry, rows):
        (skyfall,) = [row for row in rows if row.category == "MUSIC (Original Song)" and row.title == "Skyfall"]
        assert (skyfall.work, skyfall.outcome) == ("Skyfall", Outcome.won)

    def test_several_films(self, registry):
        (gaynor,) = registry.nominations().nominee("Janet Gaynor").outcome("won").records()
        assert registry.get(gaynor.work).name == "7th Heaven"
        assert gaynor.extra["films"] == "7th Heaven | Street Angel | Sunrise"
        assert [credit.role for credit in gaynor.credits] == ["Diane / Angela / The Wife"]

    def test_years(self, registry):
        dates = {edition.label: str(edition.date) for edition in registry.all(laurels.Edition) if edition.date}
        assert len(dates) == 98
        assert (dates["1"], dates["6"], dates["7"]) == ("1927/1928", "1932/1933", "1934")

    def test_renames(self, registry, lines):
        names = defaultdict(set)
        for line in lines:
            names[line["CanonicalCategory"]].add(line["Category"])
        for series in registry.all(Series):
            life = registry.lineage(series)
            assert {text for text in names[series.name] if any(f"'{text}'" in entry.text for entry in life)} == names[
                series.name
            ]
        (picture,) = [series for series in registry.all(Series) if series.name == "BEST PICTURE"]
        assert [entry.text for entry in registry.lineage(picture)][-1].startswith("called 'BEST PICTURE' from 1962 to")


def test_nothing_is_lost(records):
    """Columns without a field are in `extra`."""
    kept = Counter(key for nomination in records for key in nomination.extra)
    assert kept["Name"] > 10_000
    assert kept["section"] == 812
    assert set(kept) == {"Name", "section", "official", "write_in", "films", "film_ids"}


def test_is_read_by_its_path(registry, path):
    assert registry.import_table(path, RECIPES / "oscars.json").change == 0
