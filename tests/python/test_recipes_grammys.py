"""The Grammy Awards: credits with roles out of free text, ordinals, time stamps with offsets."""

from __future__ import annotations

import collections
import csv
import datetime as dt
import pathlib
import re
import unicodedata
from collections.abc import Iterator

import laurels
import pytest
from laurels import Edition, Nominee, Series
from recipe_data import added, assert_again, bring, data, rows


def file() -> pathlib.Path:
    return data("grammys/the_grammy_awards.csv")


def read() -> list[dict[str, str]]:
    with file().open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.fixture(scope="module")
def registry() -> Iterator[laurels.Registry]:
    with laurels.in_memory(actor="tester") as registry:
        bring(registry, "grammys", rows().grammys(file()))
        yield registry


def credits(registry: laurels.Registry, edition: str, category: str, work: str) -> set[tuple[str, str]]:
    """Who is credited, and as what."""
    rows = registry.nominations().edition(edition).category(category).rows()
    (row,) = [row for row in rows if row.work == work]
    return {(registry.get(credit.nominee).name, credit.role) for credit in row.record.credits}


def folded(name: str) -> str:
    """As names are compared: of two that differ in letter case, quotes or spaces alone the first is kept."""
    straight = name.translate({ord(quote): "'" for quote in "‘’`´"} | {ord(quote): '"' for quote in "“”"})
    return " ".join(unicodedata.normalize("NFKC", straight).casefold().split())


def test_counts(registry: laurels.Registry) -> None:
    table = read()
    assert len(table) == 4810
    names = {row["category"] for row in table}
    assert len(names) == 638
    with laurels.in_memory(actor="tester") as again:
        report = bring(again, "grammys", rows().grammys(file()))
        counts = added(report)
        assert report.rows == counts["nomination"] == 4810
        assert (counts["award"], counts["edition"]) == (1, 62)
        # Nine of the 638 names differ from others in case or spaces alone.
        assert counts["series"] == len({folded(name) for name in names}) == 629
        pairs = collections.Counter((row["year"], folded(row["category"])) for row in table)
        assert counts["category"] == len(pairs)
        assert sum(count > 1 for count in pairs.values()) == 115
        assert_again(again, "grammys", rows().grammys(file()))
        assert again.verify().ok
    assert len(registry.all(Series)) == 629


def test_winners_but_for_the_last_year(registry: laurels.Registry) -> None:
    """The column winner is always True, and of 2019 so are all 433 nominees of 84 categories.

    One record, one song and one album won, all of them Billie Eilish's (Wikipedia, 62nd Annual Grammy Awards).
    """
    table = read()
    last = [row for row in table if row["year"] == "2019"]
    assert (len(last), len({row["category"] for row in last})) == (433, 84)
    assert registry.nominations().edition("62").outcome("won").count() == 0
    assert registry.nominations().edition("62").stage("shortlisted").count() == 433
    assert registry.nominations().outcome("won").count() == 4810 - 433
    assert registry.nominations().stage("shortlisted").count() == 433
    ties = collections.Counter((row["year"], folded(row["category"])) for row in table if row["year"] != "2019")
    wins = collections.Counter(
        (row.edition, folded(row.category)) for row in registry.nominations().outcome("won").rows()
    )
    assert sum(count > 1 for count in wins.values()) == sum(count > 1 for count in ties.values())
    # Elsewhere one record of the year each.
    for edition, work in (("54", "Rolling In The Deep"), ("61", "This Is America")):
        (row,) = registry.nominations().edition(edition).category("Record Of The Year").outcome("won").rows()
        assert row.work == work


def test_ordinals_and_years(registry: laurels.Registry) -> None:
    editions = {edition.label: str(edition.date) for edition in registry.all(Edition)}
    # The 1st was for 1958, the 62nd for 2019; it was held in January 2020.
    assert editions == {str(number): str(1957 + number) for number in range(1, 63)}
    assert {re.match(r"\d+", row["title"]).group(): row["year"] for row in read()} == editions  # type: ignore[union-attr]


def test_credits_with_roles(registry: laurels.Registry) -> None:
    assert credits(registry, "62", "Record Of The Year", "Bad Guy") == {
        ("Billie Eilish", "artist"),
        ("Finneas O'Connell", "producer"),
        ("Rob Kinelski", "engineer/mixer"),
        ("Finneas O'Connell", "engineer/mixer"),
        ("John Greenham", "mastering engineer"),
    }
    assert credits(registry, "51", "Album Of The Year", "Raising Sand") == {
        ("Robert Plant & Alison Krauss", "artist"),
        ("T Bone Burnett", "producer"),
        ("Mike Piersante", "engineer/mixer"),
        ("Gavin Lurssen", "mastering engineer"),
    }
    # Who performed the song did not win with its writers.
    assert credits(registry, "49", "Best Rock Song", "Dani California") == {
        (name, "songwriter") for name in ("Flea", "John Frusciante", "Anthony Kiedis", "Chad Smith")
    }
    (song,) = registry.nominations().edition("49").category("Best Rock Song").rows()
    assert song.record.extra["performed_by"] == "Red Hot Chili Peppers"


def test_every_credit_stands_in_its_row(registry: laurels.Registry) -> None:
    table = read()
    records = registry.nominations().records()
    names = {nominee.id: nominee.name for nominee in registry.all(Nominee)}
    roles: collections.Counter[str] = collections.Counter()
    for row, record in zip(table, records, strict=True):
        text = folded(f"{row['nominee']}; {row['artist']}; {row['workers']}; {row['category']} producer remixer artist")
        for credit in record.credits:
            assert folded(credit.credited_as or names[credit.nominee]) in text
            assert folded(credit.role.split("/")[0].split(" (")[0]) in text
            roles[credit.role] += 1
        # And nothing of the text is lost.
        assert record.extra.get("workers", "") == row["workers"].strip()
    assert len(roles) < 60
    assert not [role for role in roles if role.endswith(("producers", "engineers", "songwriters", "."))]


def test_what_is_nominated(registry: laurels.Registry) -> None:
    table = read()
    new_artists = [row for row in registry.nominations().rows() if row.category.startswith("Best New Artist")]
    assert len(new_artists) == sum(row["category"].startswith("Best New Artist") for row in table)
    assert not any(row.work for row in new_artists)
    assert ("The Beatles",) in [row.nominees for row in new_artists]
    producers = registry.nominations().category("Producer Of The Year (Non-Classical)").rows()
    assert ("Brian Eno", "Daniel Lanois") in [row.nominees for row in producers]
    # Six rows name neither nominee nor work.
    blank = [record for record in registry.nominations().records() if not record.credits and record.work is None]
    assert len(blank) == sum(not row["nominee"] for row in table) == 6


def test_stamps_keep_their_offsets(registry: laurels.Registry) -> None:
    """When the page was published is no date of the award: it is kept as it stands."""
    table = read()
    records = registry.nominations().records()
    for row, record in zip(table, records, strict=True):
        assert (record.extra["published_at"], record.extra["updated_at"]) == (row["published_at"], row["updated_at"])
    offsets = {dt.datetime.fromisoformat(record.extra["updated_at"]).utcoffset() for record in records}
    assert offsets == {dt.timedelta(hours=-7), dt.timedelta(hours=-8)}
