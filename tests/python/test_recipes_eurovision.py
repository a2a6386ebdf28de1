"""The Eurovision Song Contest: places, semi-finals, a year with four winners and one without a contest."""

from __future__ import annotations

import collections
import json
import pathlib
from collections.abc import Iterator
from typing import Any

import laurels
import pytest
from laurels import Category, Ceremony, Nominee, Source
from recipe_data import added, assert_again, bring, data, rows


def file() -> pathlib.Path:
    return data("eurovision-senior/senior.json")


def read() -> list[dict[str, Any]]:
    contests: list[dict[str, Any]] = json.loads(file().read_text(encoding="utf-8"))
    return contests


@pytest.fixture(scope="module")
def registry() -> Iterator[laurels.Registry]:
    with laurels.in_memory(actor="tester") as registry:
        bring(registry, "eurovision_rounds", rows().eurovision_rounds(file()))
        bring(registry, "eurovision_entries", rows().eurovision_entries(file()))
        yield registry


def winners(registry: laurels.Registry, year: str) -> set[str]:
    """The countries that won."""
    return {row.nominees[0] for row in registry.nominations().edition(year).outcome("won").rows()}


def test_counts() -> None:
    rounds, entries = rows().eurovision_rounds(file()), rows().eurovision_entries(file())
    with laurels.in_memory(actor="tester") as registry:
        counts = added(bring(registry, "eurovision_rounds", rounds))
        assert counts == {"award": 1, "edition": 70, "series": 1, "category": 70, "ceremony": 110}
        report = bring(registry, "eurovision_entries", entries)
        counts = added(report)
        assert report.rows == counts["nomination"] == 1795
        assert set(counts) == {"nomination", "nominee"}
        assert_again(registry, "eurovision_rounds", rounds)
        assert_again(registry, "eurovision_entries", entries)
        assert registry.verify().ok
    performances = [
        sung for contest in read() for round in contest["rounds"].values() for sung in round["performances"] or []
    ]
    assert len(performances) == 2133
    assert sum(key.endswith(" running") for row in entries for key in row) == 2133


def test_places_in_the_final(registry: laurels.Registry) -> None:
    found = {record.identifiers["eurovision-entries"]: record for record in registry.nominations().records()}
    seen = 0
    for contest in read():
        final = {sung["contestantId"]: sung["place"] for sung in contest["rounds"]["final"]["performances"] or []}
        for entry in contest["contestants"]:
            record = found[f"{contest['year']}|{entry['id']}"]
            assert record.title == entry["song"]
            assert record.place == final.get(entry["id"])
            assert (record.stage == "shortlisted") == (entry["id"] in final)
            assert (record.outcome == "won") == (record.place == 1)
            assert (record.outcome == "runner_up") == (record.place == 2)
            seen += 1
    assert seen == 1795


def test_winners(registry: laurels.Registry) -> None:
    # Wikipedia, List of Eurovision Song Contest winners: four in 1969, and seven wins each for Ireland and Sweden.
    assert winners(registry, "1956") == {"Switzerland"}
    assert winners(registry, "1969") == {"Spain", "United Kingdom", "Netherlands", "France"}
    assert winners(registry, "2023") == {"Sweden"}
    assert winners(registry, "2025") == {"Austria"}
    assert registry.nominations().outcome("won").count() == 70 - 1 + 3
    wins = collections.Counter(row.nominees[0] for row in registry.nominations().outcome("won").rows())
    assert wins["Ireland"] == wins["Sweden"] == 7
    for category in registry.all(Category):
        label = registry.get(category.edition).label
        assert len(registry.winners(category)) == {"1969": 4, "2020": 0}.get(label, 1)
        assert category.no_award is None
    # Of 1956 the winner alone was made public.
    assert {row.place for row in registry.nominations().edition("1956").rows()} == {1, None}


def test_the_cancelled_contest(registry: laurels.Registry) -> None:
    cancelled = [category for category in registry.all(Category) if category.cancelled is not None]
    assert [registry.get(category.edition).label for category in cancelled] == ["2020"]
    assert not registry.winners(cancelled[0])
    entries = registry.nominations().edition("2020").records()
    assert len(entries) == 41
    assert {(str(entry.stage), str(entry.outcome), entry.place) for entry in entries} == {
        ("submitted", "pending", None)
    }
    held = collections.Counter((str(row.status), row.edition == "2020") for row in registry.ceremonies().rows())
    assert held == {("held", False): 107, ("cancelled", True): 3}


def test_semi_finals(registry: laurels.Registry) -> None:
    found = {record.identifiers["eurovision-entries"]: record for record in registry.nominations().records()}
    for contest in read():
        final = {sung["contestantId"] for sung in contest["rounds"]["final"]["performances"] or []}
        semi: dict[int, tuple[str, str, Any]] = {}
        for name, round in contest["rounds"].items():
            for sung in round["performances"] or [] if name != "final" else []:
                semi[sung["contestantId"]] = (name, round["date"], sung["place"])
        for entry in contest["contestants"]:
            record = found[f"{contest['year']}|{entry['id']}"]
            reached = {str(stage): None if when is None else str(when) for stage, when in record.reached.items()}
            expected: dict[str, str | None] = {}
            if entry["id"] in semi:
                name, date, place = semi[entry["id"]]
                expected["longlisted"] = date
                assert record.extra[f"{name} place"] == str(place)
            if entry["id"] in final:
                expected["shortlisted"] = semi[entry["id"]][1] if entry["id"] in semi else None
            if contest["year"] == 2020:
                expected["submitted"] = None
            assert reached == expected
    # One that had come through to the final was disqualified before it.
    assert registry.nominations().edition("2024").stage("shortlisted").count() == 25
    (out,) = registry.nominations().standing("disqualified").rows()
    assert (out.edition, out.nominees[:2], out.title) == ("2024", ("Netherlands", "Joost Klein"), "Europapa")


def test_ceremonies_at_their_hour(registry: laurels.Registry) -> None:
    found = {(registry.get(ceremony.edition).label, ceremony.name): ceremony for ceremony in registry.all(Ceremony)}
    names = {"final": "Final", "semifinal": "Semi-final", "semifinal1": "Semi-final 1", "semifinal2": "Semi-final 2"}
    for contest in read():
        for name, round in contest["rounds"].items():
            ceremony = found[str(contest["year"]), names[name]]
            hour = "" if round["time"] is None else f"T{round['time'].removesuffix(':00')}Z"
            assert str(ceremony.date) == round["date"] + hour
            assert ceremony.place == f"{contest['arena']}, {contest['city']}"
    assert sum(ceremony.date.time is None for ceremony in found.values() if ceremony.date) == 7
    basel = found["2025", "Final"]
    assert (str(basel.date), basel.place) == ("2025-05-17T19:00Z", "St. Jakobshalle, Basel")
    assert found["2023", "Final"].extra["for country"] == "UA"


def test_credits(registry: laurels.Registry) -> None:
    (row,) = registry.nominations().edition("2025").outcome("won").rows()
    credits = [(registry.get(credit.nominee).name, credit.role) for credit in row.record.credits]
    assert credits == [
        ("Austria", "country"),
        ("JJ", "artist"),
        ("Johannes Pietsch", "writer"),
        ("Teodora Špirić", "writer"),
        ("Thomas Turner", "writer"),
        ("ORF", "broadcaster"),
    ]
    assert [alias.name for alias in registry.find(Nominee, "JJ").aliases] == ["Johannes Pietsch"]
    artists = {
        registry.get(credit.nominee).kind
        for record in registry.nominations().records()
        for credit in record.credits
        if credit.role == "artist"
    }
    assert {str(kind) for kind in artists} == {"person", "team"}
    # Every country by its name, told apart by its code.
    codes = {entry["country"] for contest in read() for entry in contest["contestants"]}
    lands = [nominee for nominee in registry.all(Nominee) if "iso3166" in nominee.identifiers]
    assert {land.identifiers["iso3166"] for land in lands} == codes
    assert len(codes) == len(lands) == 52


def test_points_and_votes_are_kept(registry: laurels.Registry) -> None:
    found = {record.identifiers["eurovision-entries"]: record for record in registry.nominations().records()}
    blocks = 0
    for contest in read():
        for name, round in contest["rounds"].items():
            for sung in round["performances"] or []:
                extra = found[f"{contest['year']}|{sung['contestantId']}"].extra
                for score in sung["scores"]:
                    assert extra[f"{name} {score['name']} points"] == str(score["points"])
                    votes = json.loads(extra[f"{name} {score['name']} votes"])
                    assert votes == score["votes"]
                    blocks += 1
    assert blocks == 3007


def test_who_says_so(registry: laurels.Registry) -> None:
    (first, second) = registry.changes()
    assert first.source == second.source
    assert isinstance(first.source, Source)
    assert first.source.title == "Eurovision Song Contest, EurovisionAPI/dataset"
