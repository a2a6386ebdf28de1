"""The Golden Raspberry Awards: joint producers, ties, and what a broken file is told."""

from __future__ import annotations

import collections
import csv
import pathlib
import re

import laurels
import pytest
from laurels import Mapping, Nominee
from recipe_data import RECIPES, added, assert_again, bring, data


def read() -> list[dict[str, str]]:
    with data("golden-raspberry/movielist.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened, delimiter=";"))


def test_counts() -> None:
    file = data("golden-raspberry/movielist.csv")
    table = read()
    with laurels.in_memory(actor="tester") as registry:
        report = bring(registry, "golden_raspberry", file)
        counts = added(report)
        assert report.rows == counts["nomination"] == len(table) == 206
        assert counts["edition"] == counts["category"] == 40
        won = registry.nominations().outcome("won").rows()
        assert len(won) == sum(row["winner"] == "yes" for row in table) == 42
        ties = collections.Counter(int(row.edition) for row in won)
        assert {year for year, count in ties.items() if count > 1} == {1986, 1990, 2015}
        # Wikipedia, 7th Golden Raspberry Awards: the first tie for the worst picture.
        assert {row.work for row in won if row.edition == "1986"} == {"Howard the Duck", "Under the Cherry Moon"}
        assert_again(registry, "golden_raspberry", file)
        assert registry.verify().ok


def test_joint_producers() -> None:
    with laurels.in_memory(actor="tester") as registry:
        bring(registry, "golden_raspberry", data("golden-raspberry/movielist.csv"))
        rows = {row.work: row for row in registry.nominations().rows()}
        assert rows["Mommie Dearest"].nominees == ("Frank Yablans",)
        assert rows["Hercules"].nominees == ("Yoram Globus", "Menahem Golan")
        for row, record in zip(read(), registry.nominations().records(), strict=True):
            # Words that begin with and, such as Andrew, stay whole; the typing error Robbinsand is two names.
            names = re.split(r", and |, | and ", row["producers"].replace("Robbinsand", "Robbins and"))
            assert [registry.get(credit.nominee).name for credit in record.credits] == [name.strip() for name in names]
            assert record.extra["studios"] == row["studios"]
        assert {nominee.name for nominee in registry.all(Nominee) if nominee.kind == "team"} == {"The Wachowskis"}


@pytest.mark.parametrize(
    ("name", "column", "value", "reason"),
    [
        ("movielist_invalid_column_value.csv", "year", "invalid year", "this is no date"),
        ("movielist_invalid_line.csv", "", "", "it has 4 cells, fewer than the 5 headings"),
    ],
)
def test_broken_files(name: str, column: str, value: str, reason: str) -> None:
    file: pathlib.Path = data("golden-raspberry") / name
    mapping = Mapping.read(RECIPES / "golden_raspberry.json")
    with laurels.in_memory(actor="tester") as registry:
        report = registry.import_table(file, mapping)
        (refused,) = report.refused
        assert (refused.row, refused.line, refused.column, refused.value) == (2, 3, column, value)
        assert reason in refused.reason
        assert "line 3" in str(report)
        # The good row is taken all the same.
        assert [row.work for row in registry.nominations().rows()] == ["Can't Stop the Music"]
    with laurels.in_memory(actor="tester") as registry:
        with pytest.raises(laurels.InvalidValue, match="line 3"):
            registry.import_table(file, mapping, strict=True)
        assert registry.nominations().count() == 0
