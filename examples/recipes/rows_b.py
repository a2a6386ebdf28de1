"""Sources that are no plain tables, as rows for the recipes of the same names."""

from __future__ import annotations

import csv
import json
import pathlib
import re
from typing import Any

Rows = list[dict[str, Any]]

GROUPS = re.compile(r";(?![^()]*\))|(?<=, artist)\. |(?<=r/mixer)\. |(?<=mastering engineer), ")
APART = re.compile(r"(?:, (?!Jr\.)| & )(?![^()]*\))")  # between names, but not within parentheses


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
