"""Sources that are no tables, as rows for import_table: parsing alone. What the columns mean is said by the recipes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Row = dict[str, Any]


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
