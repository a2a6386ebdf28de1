"""The r/anime Awards: nominees out of three tables, the jury's ranks, the public's votes, honourable mentions."""

from __future__ import annotations

import collections
import json
import pathlib
from collections.abc import Iterator
from typing import Any

import laurels
import pytest
from laurels import Category, Nominee
from recipe_data import added, assert_again, bring, data, rows

YEARS = ("2016", "2017", "2018", "2019", "2020")


def folder() -> pathlib.Path:
    return data("ranime-2016-2020")


def read() -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Year, everything of that year, and one award."""
    for year in YEARS:
        whole = json.loads((folder() / f"results{year}.json").read_text(encoding="utf-8"))
        for section in whole["sections"]:
            for award in section["awards"]:
                yield year, whole, award


@pytest.fixture(scope="module")
def registry() -> Iterator[laurels.Registry]:
    with laurels.in_memory(actor="tester") as registry:
        bring(registry, "ranime", rows().ranime(folder()))
        yield registry


def test_counts() -> None:
    with laurels.in_memory(actor="tester") as registry:
        report = bring(registry, "ranime", rows().ranime(folder()))
        counts = added(report)
        assert (counts["award"], counts["edition"], counts["category"]) == (1, 5, 141)
        assert len(list(read())) == 141
        nominations = sum(len(award["nominees"]) for _, _, award in read())
        mentions = sum(len(award["hms"]) for _, _, award in read())
        assert nominations == 1036
        assert report.rows == counts["nomination"] == nominations + mentions
        assert registry.nominations().stage("shortlisted").count() == nominations
        assert registry.nominations().outcome("commended").count() == mentions
        assert_again(registry, "ranime", rows().ranime(folder()))
        assert registry.verify().ok


def test_ranks_of_the_jury(registry: laurels.Registry) -> None:
    for year, _, award in read():
        found = registry.nominations().edition(year).category(award["name"]).stage("shortlisted").rows()
        ranks = sorted(nominee["jury"] for nominee in award["nominees"] if nominee["jury"] > 0)
        assert sorted(row.place for row in found if row.place is not None) == ranks
        assert sum(row.outcome == "won" for row in found) == ranks.count(1) >= 1
        category = registry.get(found[0].category_id)
        assert len(registry.winners(category)) == ranks.count(1)
    # Two firsts, as the note of the data says.
    drama = registry.nominations().edition("2017").category("Drama").outcome("won").rows()
    assert len(drama) == 2
    # The jury's anime of the year, by the name that it has there.
    (row,) = registry.nominations().edition("2017").category("Anime of the Year").outcome("won").rows()
    assert row.work_id is not None
    assert "Rakugo Shinjuu S2" in [alias.name for alias in registry.get(row.work_id).aliases]


def test_votes_of_the_public(registry: laurels.Registry) -> None:
    """They stand beside the rank, so that the public's own winner can be told."""
    differ = expected = 0
    for year, _, award in read():
        most = max(nominee["public"] for nominee in award["nominees"])
        first = [nominee["public"] for nominee in award["nominees"] if nominee["jury"] == 1]
        expected += most not in first
        found = registry.nominations().edition(year).category(award["name"]).stage("shortlisted").records()
        votes = collections.Counter(record.extra.get("public") for record in found)
        stated = (str(nominee["public"]) if nominee["public"] >= 0 else None for nominee in award["nominees"])
        assert votes == collections.Counter(stated)
        won = [int(record.extra.get("public", -1)) for record in found if record.outcome == "won"]
        differ += max(int(record.extra.get("public", -1)) for record in found) not in won
    assert differ == expected > 0


def test_nominees_of_three_tables(registry: laurels.Registry) -> None:
    tables = {"shows": "anime", "characters": "characters", "vas": "characters", "themes": "themes"}
    by_key = {record.identifiers["ranime"]: record for record in registry.nominations().records()}
    works = {nominee.id: nominee for nominee in registry.all(Nominee)}
    for year, whole, award in read():
        table = tables[award["entryType"]]
        for nominee in award["nominees"]:
            record = by_key[f"{year}|{award['name']}|{table}|{nominee['id']}|"]
            entry = whole[table][str(nominee["id"])]
            name = entry["name"] if isinstance(entry, dict) else entry
            if award["name"] == "Studio of the Year":
                (credit,) = record.credits
                assert works[credit.nominee].kind == "organisation"
                assert works[credit.nominee].name == nominee["altname"]
                continue
            assert record.work is not None
            work = works[record.work]
            assert " ".join(name.split()) in [work.name, *(alias.name for alias in work.aliases)]
            scheme = {"anime": "anilist", "characters": "anilist_character"}.get(table)
            assert scheme is None or work.identifiers[scheme] == str(nominee["id"])
            voices = [works[credit.nominee].name for credit in record.credits]
            assert voices == ([" ".join(entry["va"].split())] if award["entryType"] == "vas" else [])
    # One anime of several categories is one nominee, under its other names too.
    assert registry.find(Nominee, "JoJo Part IV: Diamond is Unbreakable").identifiers["anilist"] == "21450"


def test_honourable_mentions(registry: laurels.Registry) -> None:
    found = registry.nominations().edition("2019").category("Script").outcome("commended").rows()
    assert {row.work for row in found} == {
        "Cencoroll 2",
        "Mob Psycho 100 II (Arataka Reigen's Arc, Episodes 6-7)",
        "Sarazanmai (Usage of Visual Motifs)",
    }
    assert {row.stage for row in found} == {"draft"}
    spoken = registry.nominations().edition("2017").category("Best Male VA").outcome("commended").rows()
    assert ("Yuuki Kaji",) in [row.nominees for row in spoken]


def test_sections_and_jurors(registry: laurels.Registry) -> None:
    found = {(registry.get(category.edition).label, category.name): category for category in registry.all(Category)}
    for year, whole, award in read():
        (section,) = [section["name"] for section in whole["sections"] if award in section["awards"]]
        extra = found[year, award["name"]].extra
        assert extra == {"section": section, "type": award["entryType"], "jurors": str(award["jurors"])}
