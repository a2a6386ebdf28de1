"""How good the suggestions of likely duplicates are, measured on the Academy Awards.

    python tests/duplicates/evaluate.py                    the figures of docs/duplicates.md
    python tests/duplicates/evaluate.py --plot FILE        and its picture
    python tests/duplicates/evaluate.py --tune             of the half on which the score was tuned, with what went wrong

People have IMDb ids in this data set. They are hidden: one nominee is made of each name, duplicates() is asked, and the
ids say which of its pairs are one person. Beside it, in the same run, stands what people would try first: rapidfuzz's
token_sort_ratio over pairs that have the first letter of a word in common.

A person belongs to the decade of their first nomination. Constants were chosen on those of the even decades (1920s,
1940s, …); what is reported is of the odd ones (1930s, 1950s, …). The two have no person in common.

The data lie in ../shared/data beside the checkout, or in the folder that LAURELS_SHARED names. Needs rapidfuzz, and
matplotlib for the picture.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import laurels
from laurels import Award, Category, Edition, Nominee, Series

Pair = tuple[int, int]  # the numbers of two records, the lower first
Scored = list[tuple[float, Pair]]

LEVELS = (0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9)
SERIES_LEVELS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
LEAST = 0.001  # score of ours that is looked at
STYLES = {"Laurels": "C0-", "Laurels, names alone": "C0--", "token_sort_ratio": "C1-"}
CUTOFF = 50.0  # of token_sort_ratio, likewise


def data_file() -> Path | None:
    """The file of the Academy Awards, or None where it is not at hand."""
    root = Path(os.environ.get("LAURELS_SHARED") or Path(__file__).resolve().parents[3] / "shared")
    file = root / "data" / "oscars-dlu" / "oscars.csv"
    return file if file.exists() else None


def rows(file: Path) -> list[dict[str, str]]:
    """Its rows: tab-separated, ragged, with quotes escaped by a backslash."""
    heading, *lines = file.read_text(encoding="utf-8").splitlines()
    names = heading.split("\t")
    return [
        dict(itertools.zip_longest(names, line.replace('\\"', '"').split("\t"), fillvalue="")) for line in lines if line
    ]


def decade(row: dict[str, str]) -> int:
    """1930 for 1931/32."""
    return int(row["Year"][:4]) // 10 * 10


# ---- precision and recall


@dataclass
class Curve:
    """Precision and recall at each threshold, from the highest down."""

    points: list[tuple[float, float, float]]  # score, recall, precision

    def precision_at(self, recall: float) -> float | None:
        """The best precision of a threshold with this recall or more; None where there is none."""
        return max((precision for _, found, precision in self.points if found >= recall), default=None)


def curve(scored: Scored, truth: set[Pair]) -> Curve:
    """What is as likely as another comes with it, so a threshold never falls among equals."""
    points = []
    right = seen = 0
    for score, group in itertools.groupby(sorted(scored, reverse=True), key=lambda each: each[0]):
        pairs = [pair for _, pair in group]
        seen += len(pairs)
        right += sum(pair in truth for pair in pairs)
        points.append((score, right / len(truth), right / seen))
    return Curve(points)


def baseline(names: dict[int, str]) -> Scored:
    """token_sort_ratio of all pairs in which some word of each begins with the same letter."""
    from rapidfuzz import fuzz, process, utils

    blocks: dict[str, list[int]] = defaultdict(list)
    texts = {number: utils.default_process(name) for number, name in names.items()}
    for number, text in texts.items():
        for letter in {word[0] for word in text.split()}:
            blocks[letter].append(number)
    best: dict[Pair, float] = {}
    for block in blocks.values():
        block_texts = [texts[number] for number in block]
        for at, number in enumerate(block):
            ratio = fuzz.token_sort_ratio
            for _, score, other in process.extract_iter(
                block_texts[at], block_texts[at + 1 :], scorer=ratio, score_cutoff=CUTOFF
            ):
                pair = (number, block[at + 1 + other])
                best[min(pair), max(pair)] = score
    return [(score, pair) for pair, score in best.items()]


def ours(registry: laurels.Registry, kind: type[Nominee] | type[Series]) -> Scored:
    """The suggestions, by the numbers of the records."""
    found = registry.duplicates(kind, at_least=LEAST)
    return [
        (each.score, (min(each.kept.value, each.same.value), max(each.kept.value, each.same.value))) for each in found
    ]


# ---- people


@dataclass
class People:
    """The people of some decades: a nominee of each name, and which names are one person's."""

    registry: laurels.Registry
    names: dict[int, str]  # by nominee
    truth: set[Pair]
    ambiguous: int  # names of several people


def credited(data: Iterable[dict[str, str]]) -> Iterable[tuple[str, str, int]]:
    """Name, IMDb id and decade of each credit of a person; rows in which names and ids do not pair are left out."""
    for row in data:
        names = row["Nominees"].split("|") if row["Nominees"] else []
        ids = row["NomineeIds"].split("|") if row["NomineeIds"] else []
        if len(names) != len(ids):
            continue
        for name, id in zip(names, ids, strict=True):
            if id.startswith("nm") and "," not in id:
                yield name, id, decade(row)


def people(data: list[dict[str, str]], odd: bool) -> People:
    """Those whose first nomination is in an odd decade, or in an even one."""
    first: dict[str, int] = {}
    for _, id, when in credited(data):
        first[id] = min(first.get(id, when), when)
    registry = laurels.in_memory()
    ids: dict[int, set[str]] = defaultdict(set)
    names: dict[int, str] = {}
    with registry.transaction() as change:
        for name, id, _ in credited(data):
            if (first[id] // 10 % 2 == 1) == odd:
                nominee = change.ensure(Nominee(name, "person"))  # names of one key are one already
                assert nominee.id is not None
                ids[nominee.id.value].add(id)
                names[nominee.id.value] = nominee.name
    by_id: dict[str, list[int]] = defaultdict(list)
    for nominee_number, its_ids in sorted(ids.items()):
        for id in its_ids:
            by_id[id].append(nominee_number)
    truth = {pair for numbers in by_id.values() for pair in itertools.combinations(numbers, 2)}
    return People(registry, names, truth, sum(len(its_ids) > 1 for its_ids in ids.values()))


# ---- categories


@dataclass
class Categories:
    """Category names, each a series of its own, and which belong to one canonical category."""

    registry: laurels.Registry
    names: dict[int, str]  # by series
    canonical: dict[int, str]
    truth: set[Pair]


def categories(data: list[dict[str, str]], with_editions: bool) -> Categories:
    """All names, with the editions in which they were used or as names alone."""
    registry = laurels.in_memory()
    canonical = {row["Category"]: row["CanonicalCategory"] for row in data}
    award = registry.add(Award("Academy Awards"))
    names = sorted(canonical)
    series = registry.add_all(Series(award, name) for name in names)
    by_name = dict(zip(names, series, strict=True))
    if with_editions:
        labels = sorted({row["Ceremony"] for row in data})
        editions = dict(zip(labels, registry.add_all(Edition(award, label) for label in labels), strict=True))
        used = sorted({(row["Ceremony"], row["Category"]) for row in data})
        registry.add_all(Category(editions[label], name, series=by_name[name]) for label, name in used)
    numbers = {id.value: name for name, id in by_name.items()}
    truth = {
        pair for pair in itertools.combinations(sorted(numbers), 2) if len({canonical[numbers[n]] for n in pair}) == 1
    }
    return Categories(registry, numbers, {number: canonical[name] for number, name in numbers.items()}, truth)


def first_choices(scored: Scored, found: Categories) -> tuple[int, int]:
    """Of the names that are not canonical: how many there are, and whose likeliest canonical name is the right one."""
    best: dict[int, tuple[float, str]] = {}
    for score, pair in sorted(scored):
        for number, other in (pair, pair[::-1]):
            if found.names[number] != found.canonical[number] and found.names[other] == found.canonical[other]:
                best[number] = (score, found.names[other])
    old = [number for number, name in found.names.items() if name != found.canonical[number]]
    return len(old), sum(number in best and best[number][1] == found.canonical[number] for number in old)


# ---- telling


def table(levels: Iterable[float], curves: dict[str, Curve]) -> list[str]:
    """Precision at each recall, in Markdown."""
    lines = ["| recall | " + " | ".join(curves) + " |", "|---" * (len(curves) + 1) + "|"]
    for level in levels:
        cells = [each.precision_at(level) for each in curves.values()]
        lines.append(f"| {level:.2f} | " + " | ".join("–" if c is None else f"{c:.3f}" for c in cells) + " |")
    return lines


def bands(scored: Scored, truth: set[Pair]) -> list[str]:
    """Of the suggestions with a score in each band, how many are right."""
    lines = ["| score | suggestions | of them right |", "|---|---|---|"]
    for low, high in ((0.95, 1.01), (0.9, 0.95), (0.8, 0.9), (0.5, 0.8), (0.2, 0.5), (0.05, 0.2)):
        inside = [pair in truth for score, pair in scored if low <= score < high]
        share = f"{sum(inside) / len(inside):.2f}" if inside else "–"
        lines.append(f"| {low:.2f} to {min(high, 1):.2f} | {len(inside)} | {share} |")
    return lines


def plot(file: str, panels: list[tuple[str, dict[str, Curve]]]) -> None:
    """Precision over recall."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, len(panels), figsize=(10, 4.2), layout="constrained")
    for axis, (title, curves) in zip(axes, panels, strict=True):
        for label, each in curves.items():
            style = STYLES[label]
            axis.plot([p[1] for p in each.points], [p[2] for p in each.points], style, label=label, linewidth=2)
        axis.set(title=title, xlabel="recall", ylabel="precision", xlim=(0, 1), ylim=(0, 1.02))
        axis.grid(alpha=0.3)
        axis.legend(loc="lower left")
    figure.savefig(file, dpi=110)


def mistakes(group: People) -> None:
    """What was suggested and is not so, and what is so and was hardly suggested: for tuning."""
    score_of = {pair: score for score, pair in ours(group.registry, Nominee)}
    for each in group.registry.duplicates(Nominee, at_least=0.3):
        if (min(each.kept.value, each.same.value), max(each.kept.value, each.same.value)) not in group.truth:
            print("not so:", each)
    for pair in sorted(group.truth):
        if score_of.get(pair, 0) < 0.3:
            print(f"missed: {score_of.get(pair, 0):.3f}", [group.names[number] for number in pair])


def main() -> int:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--plot", metavar="FILE", help="draw the curves too")
    parser.add_argument("--tune", action="store_true", help="the even decades, with what went wrong")
    options = parser.parse_args()
    file = data_file()
    if file is None:
        print("the data are not at hand: set LAURELS_SHARED to the folder that has data/oscars-dlu/oscars.csv")
        return 0
    data = rows(file)

    group = people(data, odd=not options.tune)
    started = time.perf_counter()
    suggested = ours(group.registry, Nominee)
    seconds = time.perf_counter() - started
    decades = "even decades, used to tune" if options.tune else "odd decades, not used to tune"
    print(f"People first nominated in {decades}: {len(group.names):,} names, {len(group.truth)} pairs are one;")
    print(f"{group.ambiguous} names are of several people. Suggestions took {seconds:.2f} s.\n")
    curves = {"Laurels": curve(suggested, group.truth), "token_sort_ratio": curve(baseline(group.names), group.truth)}
    print(*table(LEVELS, curves), "", *bands(suggested, group.truth), "", sep="\n")
    if options.tune:
        mistakes(group)
        return 0

    used = categories(data, with_editions=True)
    alone = categories(data, with_editions=False)
    by_editions, by_names = ours(used.registry, Series), ours(alone.registry, Series)
    by_ratio = baseline(alone.names)
    print(
        f"{len(used.names)} category names of {len(set(used.canonical.values()))} series: {len(used.truth)} pairs are one.\n"
    )
    series_curves = {
        "Laurels": curve(by_editions, used.truth),
        "Laurels, names alone": curve(by_names, alone.truth),
        "token_sort_ratio": curve(by_ratio, alone.truth),
    }
    print(*table(SERIES_LEVELS, series_curves), "", sep="\n")
    for label, scored in (("Laurels", by_editions), ("names alone", by_names), ("token_sort_ratio", by_ratio)):
        count, right = first_choices(scored, used)
        print(
            f"{label}: of {count} former names, {right} have the right one of the canonical names as their first choice"
        )
    if options.plot:
        panels = [("People's names, odd decades", curves), ("Category names", series_curves)]
        plot(options.plot, panels)
    return 0


if __name__ == "__main__":
    sys.exit(main())
