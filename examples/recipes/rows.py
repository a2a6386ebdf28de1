"""Sources that are no tables, as rows for import_table: parsing alone. What the columns mean is said by the recipes."""

from __future__ import annotations

import csv
import json
import pathlib
import re
from collections.abc import Iterator
from typing import Any

Row = dict[str, Any]
Rows = list[Row]

GROUPS = re.compile(r";(?![^()]*\))|(?<=, artist)\. |(?<=r/mixer)\. |(?<=mastering engineer), ")
APART = re.compile(r"(?:, (?!Jr\.)| & )(?![^()]*\))")  # between names, but not within parentheses


def columns(record: Row, prefix: str = "") -> Row:
    """An object as one row: {"birth": {"date": …}} becomes "birth.date". Links are left out."""
    row: Row = {}
    for name, value in record.items():
        if isinstance(value, dict):
            row |= columns(value, f"{prefix}{name}.")
        elif name in ("affiliations", "residences"):
            row[name] = "; ".join(filter(None, map(place, value)))
        elif not isinstance(value, list) and name != "sameAs":
            row[prefix + name] = value
    return row


def place(item: Any) -> str:
    """An affiliation or residence in one line."""
    texts = [item.get(part, "") for part in ("name", "city", "country")] if item else []
    return ", ".join(filter(None, (text.get("en", "") if isinstance(text, dict) else text for text in texts)))


def nobel_v1(prizes: Row, laureates: Row) -> Iterator[Row]:
    """prize.json and laureate.json: a row for each laureate of a prize, and one for a prize that nobody got."""
    people = {person["id"]: columns(person) for person in laureates["laureates"]}
    theirs = {
        (person["id"], prize["year"], prize["category"]): columns(prize)
        for person in laureates["laureates"]
        for prize in person["prizes"]
    }
    for prize in prizes["prizes"]:
        for laureate in prize.get("laureates", [{"id": ""}]):
            own = theirs.get((laureate["id"], prize["year"], prize["category"]), {})
            yield columns(prize) | people.get(laureate["id"], {}) | own | laureate


def nobel_v21(laureates: Row) -> Iterator[Row]:
    """laureates.json: a row for each prize of a laureate."""
    return (columns(person) | columns(prize) for person in laureates["laureates"] for prize in person["nobelPrizes"])


def nobel_v21_prizes(prizes: Row) -> Iterator[Row]:
    """nobelPrizes.json: a row for each laureate of a prize."""
    return (columns(prize) | columns(person) for prize in prizes["nobelPrizes"] for person in prize["laureates"])


def electoral(editions: dict[str, list[Row]]) -> Iterator[Row]:
    """A row for each winner and runner-up."""
    for year, categories in editions.items():
        for category in categories:
            named = [("winner", category["winner"]), *(("runner-up", name) for name in category.get("runnersUp", ()))]
            for result, name in named:
                yield {"year": year, "award": category["awardName"], "result": result, "name": name}


def grammys(path: pathlib.Path) -> Rows:
    """Beside each row the credits of its text, "A & B, producers; C, engineer (D)": names, and as many roles."""
    rows: Rows = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            text = re.sub(r" \(([^()]*, [a-z][^()]*)\)", r"; \1", row["workers"])
            text = re.sub(r"(^| )\((?:[^()]|\([^()]*\))*\)\.?$", "", text)
            groups = [re.split(r", (?=[a-z][^,]*$)", group.strip()) for group in re.split(GROUPS, text)]
            pairs = [(name, role) for names, *role in groups for name in re.split(APART, names) if name]
            rows.append(row | {"names": [name for name, _ in pairs], "roles": ["".join(role) for _, role in pairs]})
    return rows


def ranime(folder: pathlib.Path) -> Rows:
    """The nominees of all years, each with what the table that its id is of says of it; then honourable mentions."""
    tables = {"shows": "anime", "characters": "characters", "vas": "characters", "themes": "themes"}
    rows: Rows = []
    for path in sorted(folder.glob("results*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        for section, award in ((each, award) for each in data["sections"] for award in each["awards"]):
            kind, table = award["entryType"], tables[award["entryType"]]
            row = {"year": path.stem[-4:], "section": section["name"], "category": award["name"], "type": kind}
            row |= {"table": table, "jurors": award["jurors"]}
            for nominee in award["nominees"]:
                named = data[table][str(nominee["id"])]
                named = named if isinstance(named, dict) else {"name": named}
                rows.append(row | nominee | named | {"id": str(nominee["id"])})
            rows += [row | {"mention": mention["name"]} for mention in award["hms"]]
    return rows


def eurovision_rounds(path: pathlib.Path) -> Rows:
    """A row for each final and semi-final, with what is told of its contest."""
    return [
        {key: value for key, value in contest.items() if key not in ("contestants", "rounds")}
        | {"round": name, "date": round["date"], "time": round["time"]}
        | {"performances": len(round["performances"]) if round["performances"] else None}
        for contest in json.loads(path.read_text(encoding="utf-8"))
        for name, round in contest["rounds"].items()
    ]


def eurovision_entries(path: pathlib.Path) -> Rows:
    """A row for each entry, with its performances side by side: "final place", "semifinal1 total points"."""
    rows: Rows = []
    for contest in json.loads(path.read_text(encoding="utf-8")):
        for entry in contest["contestants"]:
            row = entry | {"year": str(contest["year"]), "id": str(entry["id"])}
            for name, round in contest["rounds"].items():
                row["disqualified"] = row.get("disqualified", False) or entry["id"] in (round["disqualifieds"] or [])
                for sung in (each for each in round["performances"] or [] if each["contestantId"] == entry["id"]):
                    row |= {f"{name} {key}": sung[key] for key in ("place", "running")} | {
                        f"{name} date": round["date"]
                    }
                    row |= {f"{name} {score['name']} points": score["points"] for score in sung["scores"]}
                    row |= {f"{name} {score['name']} votes": json.dumps(score["votes"]) for score in sung["scores"]}
            rows.append(row)
    return rows
