"""The Academy Awards, brought in by a recipe, and three facts that follow.

python oscars.py [CSV [FILE]]      records into FILE, or oscars.laurels in this folder; run it again and it adds nothing

CSV is oscars.csv of github.com/DLu/oscar_data. Without it five ceremonies in examples/data are taken.
"""

from __future__ import annotations

import pathlib
import sys
from collections import Counter

import laurels
from laurels import Series, SeriesId

EXAMPLES = pathlib.Path(__file__).resolve().parent.parent
SAMPLE = EXAMPLES / "data" / "oscars.csv"
RECIPE = EXAMPLES / "recipes" / "oscars.json"


def heading(text: str) -> None:
    print(f"\n{text}\n{'─' * len(text)}")


def show_without_a_win(registry: laurels.Registry, competitive: set[SeriesId]) -> None:
    """The persons nominated most often, of those who won nothing; what was withdrawn or rescinded does not count."""
    nominations = [row for row in registry.nominations().standing("active") if row.series_id in competitive]
    won = {nominee for row in nominations if row.outcome is laurels.Outcome.won for nominee in row.nominee_ids}
    listed = [row for row in nominations if row.stage is laurels.Stage.shortlisted]
    times = Counter(nominee for row in listed for nominee in row.nominee_ids if nominee not in won)
    counted = [(registry.get(nominee), count) for nominee, count in times.most_common(50)]
    persons = [(-count, who.name) for who, count in counted if who.kind is laurels.NomineeKind.person]
    for count, name in sorted(persons)[:5]:
        print(f"{name}: {-count}")


def show_ties(registry: laurels.Registry, competitive: set[SeriesId]) -> None:
    """Categories with several winners."""
    rows = registry.nominations().outcome("won").standing("active")
    winners: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row.series_id in competitive:
            name = ", ".join(row.nominees) + (f" ({row.work})" if row.work else "")
            winners.setdefault((row.edition, row.category), []).append(name)
    for (edition, category), names in sorted(winners.items(), key=lambda item: int(item[0][0])):
        if len(names) > 1:
            print(f"{edition} {category}: {' | '.join(names)}")


def show_renamed(registry: laurels.Registry) -> None:
    """The category that went by the most names, with the ceremonies at which it did."""
    names: dict[str, dict[str, set[int]]] = {}
    for row in registry.nominations():
        names.setdefault(row.series, {}).setdefault(row.category, set()).add(int(row.edition))
    for name, editions in sorted(max(names.values(), key=len).items(), key=lambda item: min(item[1])):
        print(f"{min(editions)} to {max(editions)}: {name}" if len(editions) > 1 else f"{min(editions)}: {name}")


def main(csv: str | pathlib.Path, path: str) -> None:
    with laurels.open(path, actor="oscars.py") as registry:
        before = registry.checkpoint().change

        heading("What was brought in")
        print(registry.import_table(csv, RECIPE))

        competitive = {
            series.id
            for series in registry.all(Series)
            if series.id is not None and series.extra["class"] not in ("Special", "SciTech")
        }
        heading("Most nominated without a win")
        show_without_a_win(registry, competitive)
        heading("Ties, and categories with several winners")
        show_ties(registry, competitive)
        heading("The category with the most names")
        show_renamed(registry)

        added = registry.checkpoint().change - before
        print(f"\nThis run added {f'{added} change' if added else 'nothing'} to {registry.path}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else SAMPLE, sys.argv[2] if len(sys.argv) > 2 else "oscars.laurels")
