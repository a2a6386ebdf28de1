"""A council's year of awards, from the shortlists in its newsletter to the wins.

python council.py [FILE]      records into FILE, or council.laurels in this folder; run it again and it adds nothing
"""

from __future__ import annotations

import pathlib
import sys
import tempfile

import laurels
from laurels import Award, Category, Ceremony, Edition, Evidence, Figure, Measure, Nomination, Nominee, Source

NEWSLETTER = Source("Staff newsletter", published="2025-08-15")
# These two pages carry no date, so what they say counts as known from the day it is recorded here.
WINNERS_PAGE = Source("Children & Young People Now Awards: 2025 winners")
NEWS_PAGE = Source("Lancashire County Council: news")

FLEET_CHAMPIONS = (
    "Public Sector Driver Safety Award",
    "Fleet Safety Partnership Award",
    "Kevin Storey Award for Outstanding Commitment to Road Safety",
)
YOUNG_PEOPLE = (
    "The Children in Care Award",
    "The Advice and Guidance Award",
    "The Public Sector Children's Team of the Year Award",
)


def record_newsletter(registry: laurels.Registry) -> tuple[Nominee, Ceremony, list[Nomination]]:
    """All that the newsletter said, in one change: it is recorded whole or not at all."""
    with registry.transaction(source=NEWSLETTER) as change:
        council = change.ensure(Nominee("Lancashire County Council", kind="organisation"))

        # It names three teams and three categories together: one joint nomination in each category.
        names = ("Road Safety", "Fleet", "Public Integrated Transport")
        teams = [change.ensure(Nominee(name, part_of=council)) for name in names]
        edition = change.ensure(Edition(change.ensure(Award("UK Fleet Champions Awards")), "2025"))
        change.ensure(Ceremony(edition, date="2025-09-25", place="Leeds"))
        for name in FLEET_CHAMPIONS:
            category = change.ensure(Category(edition, name))
            change.ensure(Nomination(category, credits=teams, stage="shortlisted"))

        school = change.ensure(Nominee("Virtual School's Employment Support Team", part_of=council))
        edition = change.ensure(Edition(change.ensure(Award("Children & Young People Now Awards")), "2025"))
        ceremony = change.ensure(Ceremony(edition, date="2025-11"))
        nominations = []
        for name in YOUNG_PEOPLE:
            category = change.ensure(Category(edition, name))
            nominations.append(change.ensure(Nomination(category, credits=[school], stage="shortlisted")))

        # The inspection's figures are about the organisation. What changed is computed from them, not copied.
        what = "older people waiting for an assessment"
        waiting = Measure(what, "people", before=Figure("2025-04", 1850), after=Figure("2025-07", 1075))
        claim = "Claimed with it: a 48% drop in those waiting over 28 days"
        change.ensure(Evidence(council, kind="measure", text=claim, measure=waiting))
    return council, ceremony, nominations


def record_results(registry: laurels.Registry, ceremony: Ceremony, nominations: list[Nomination]) -> None:
    """What two pages said later. A revision to what is there already writes nothing."""
    registry.revise(ceremony, date="2025-11-20", place="Novotel London West", source=WINNERS_PAGE)
    with registry.transaction(source=NEWS_PAGE) as change:
        for nomination in nominations:
            change.decide(nomination, "won")


def heading(text: str) -> None:
    print(f"\n{text}\n{'─' * len(text)}")


def table(*rows: tuple[str, ...]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())


def show_nominations(registry: laurels.Registry) -> None:
    table(*((row.category, ", ".join(row.nominees), row.outcome.name) for row in registry.nominations()))


def show_ceremonies(registry: laurels.Registry) -> None:
    table(*((row.award, row.date.display() if row.date else "", row.place) for row in registry.ceremonies()))


def when_said(said: laurels.HistoryEntry) -> str:
    """A source without a date counts as known from the day on which it was recorded."""
    return said.known.display() if said.source.published else f"recorded {said.known.display()}"


def verify_altered(registry: laurels.Registry) -> laurels.Verification:
    """Changes one byte of a copy behind the library's back, and looks whether verify() sees it."""
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder, "copy.laurels")
        registry.backup(copy)
        said = b'"date":"2025-11-20"'  # as the event that refined the date has it
        copy.write_bytes(copy.read_bytes().replace(said, b'"date":"2025-11-21"', 1))
        with laurels.open(copy, read_only=True) as altered:
            return altered.verify()


def main(path: str) -> None:
    with laurels.open(path, actor="communications") as registry:
        before = registry.checkpoint().change

        council, ceremony, nominations = record_newsletter(registry)
        heading("Shortlisted in 2025")
        show_nominations(registry)
        ours = registry.nominations().nominee(council, including_parts=True).stage("shortlisted")
        print(f"{ours.count()} nominations of {council.name} and its teams")
        heading("Ceremonies")
        show_ceremonies(registry)
        heading("Evidence")
        for evidence in registry.evidence(council):
            if evidence.measure:
                print(f"{evidence.measure.what}: {evidence.measure.display()}")
            print(f"{evidence.text}. That counts another group.")

        record_results(registry, ceremony, nominations)
        heading("What became of them")
        show_nominations(registry)
        print()
        show_ceremonies(registry)

        heading("What was known on 1 September 2025")
        then = registry.known_on("2025-09-01")
        show_nominations(then)
        print()
        show_ceremonies(then)

        heading("Who said what about the second ceremony")
        for said in registry.history(ceremony):
            source = f"{said.source.title}, {when_said(said)}" if said.source else ""
            print(f"{said.field:9}{said.before or '…':14}→ {said.after:21}{source}")

        heading("Proof")
        print(f"this file: {registry.verify()}")
        print(f"a copy with one byte changed: {verify_altered(registry)}")

        added = registry.checkpoint().change - before
        print(f"\nThis run added {f'{added} changes' if added else 'nothing'} to {registry.path}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "council.laurels")
