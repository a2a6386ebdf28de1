"""Random operations of every kind on a registry, beside a plain dict that says what should come of them.

Used by test_journal.py. The dict knows nothing of the library's code: what each operation should do is written out here
again, from what the documentation says.
"""

from __future__ import annotations

import pathlib
import random
import string
from typing import Any

import laurels
from laurels import (
    Award,
    Category,
    Ceremony,
    Cost,
    Credit,
    Deadline,
    Edition,
    Evidence,
    Nomination,
    Nominee,
    Series,
    Source,
)

KINDS = (Award, Edition, Series, Category, Ceremony, Deadline, Nominee, Nomination, Credit, Evidence, Cost)
STAGES = ("draft", "submitted", "longlisted", "shortlisted")
OUTCOMES = ("pending", "not_placed", "commended", "highly_commended", "runner_up", "won")
STANDINGS = ("active", "withdrawn", "declined", "ineligible", "disqualified", "rescinded")
ANSWERS = {"accept": "accepted", "refuse": "refused", "prevent": "prevented"}
DISCLOSURES = ("private", "embargoed", "public")
EMBARGO = "2031-05-01T10:00:00Z"
DATES = ("2025", "2025-11", "2025-11-20", "2026-21", "2025-11~", "2025/..", "2026-03-02T19:00[Europe/London]")
ALPHABET = string.ascii_letters + "äßéłΩжあ’“— "


class Undone(Exception):
    """Ends a change that is meant to be rolled back."""


def dump(questions: Any) -> dict[type, list[Any]]:
    """All that a registry holds."""
    return {kind: questions.all(kind) for kind in KINDS}


class Play:
    """A registry, and what it should hold: id to the values of the fields that the operations touch."""

    OPERATIONS = (
        "add_award", "add_edition", "add_series", "add_category", "add_ceremony", "add_deadline", "add_nominee",
        "add_nomination", "add_evidence", "add_cost", "add_many", "revise", "revise_credits", "advance", "decide", "rule",
        "rule_credit", "answer", "disclose", "disclose_category", "ensure_again", "roll_back", "reopen",
    )  # fmt: skip

    def __init__(self, path: pathlib.Path) -> None:
        self.path = path
        self.registry = laurels.open(path, actor="tester")
        self.change: Any = None
        self.model: dict[Any, dict[str, Any]] = {}
        self.count = 0

    # What an operation writes with: the registry, or the change that is open.
    @property
    def writer(self) -> Any:
        return self.change or self.registry

    def step(self, rng: random.Random) -> None:
        self.operate(rng.choice(self.OPERATIONS), rng)

    def operate(self, operation: str, rng: random.Random) -> None:
        getattr(self, operation)(rng)
        self.count += 1

    def ids(self, kind: type) -> list[Any]:
        return [id for id in self.model if type(id).__name__ == kind.__name__ + "Id"]

    def pick(self, kind: type, rng: random.Random) -> Any:
        """The id of some record of the kind, added first where there is none."""
        if not self.ids(kind):
            getattr(self, "add_" + kind.__name__.lower())(rng)
        return rng.choice(self.ids(kind))

    def name(self, rng: random.Random) -> str:
        return f"{''.join(rng.choices(ALPHABET, k=rng.randint(1, 12)))} x{len(self.model)}{rng.randint(0, 9999)}"

    def said(self, rng: random.Random, reason: str = "") -> dict[str, Any]:
        said: dict[str, Any] = {}
        if rng.random() < 0.3:
            said["source"] = Source(self.name(rng), published=rng.choice(("2024-02", "2025-08-15", "2026", None)))
        if reason or rng.random() < 0.2:
            said["reason"] = reason or "as the minutes say"
        return said

    def keep(self, record: Any, **fields: Any) -> None:
        assert record.id not in self.model
        self.model[record.id] = fields

    # ------------------------------------------------------------------------------------------------------- adding

    def add_award(self, rng: random.Random) -> None:
        name, extra = self.name(rng), {self.name(rng): "a\nb"} if rng.random() < 0.3 else {}
        self.keep(self.writer.add(Award(name, extra=extra), **self.said(rng)), name=name, extra=extra, url="")

    def add_edition(self, rng: random.Random) -> None:
        award, label = self.pick(Award, rng), self.name(rng)
        self.keep(
            self.writer.add(Edition(award, label, date="2025"), **self.said(rng)), award=award, label=label, url=""
        )

    def add_series(self, rng: random.Random) -> None:
        award, name = self.pick(Award, rng), self.name(rng)
        self.keep(self.writer.add(Series(award, name), **self.said(rng)), award=award, name=name, notes="")

    def add_category(self, rng: random.Random) -> None:
        edition, name = self.pick(Edition, rng), self.name(rng)
        record = self.writer.add(Category(edition, name), **self.said(rng))
        self.keep(record, edition=edition, name=name, notes="", list_disclosure="public", result_disclosure="public")

    def add_ceremony(self, rng: random.Random) -> None:
        edition, date = self.pick(Edition, rng), rng.choice(DATES)
        record = self.writer.add(Ceremony(edition, date=date, place="Leeds"), **self.said(rng))
        self.keep(record, edition=edition, date=date, place="Leeds", url="")

    def add_deadline(self, rng: random.Random) -> None:
        edition, name, date = self.pick(Edition, rng), self.name(rng), rng.choice(DATES)
        self.keep(self.writer.add(Deadline(edition, name, date=date)), edition=edition, name=name, date=date, notes="")

    def add_nominee(self, rng: random.Random, kind: str | None = None) -> None:
        kind = kind or rng.choice(("team", "person", "organisation", "work"))
        name, others = self.name(rng), self.ids(Nominee)
        part_of = rng.choice(others) if others and rng.random() < 0.4 else None
        record = self.writer.add(Nominee(name, kind=kind, part_of=part_of), **self.said(rng))
        self.keep(record, name=name, kind=kind, part_of=part_of, url="")

    def creditable(self, rng: random.Random) -> Any:
        able = [id for id in self.ids(Nominee) if self.model[id]["kind"] != "work"]
        if not able:
            self.add_nominee(rng, "team")
            return self.creditable(rng)
        return rng.choice(able)

    def nomination(self, rng: random.Random) -> tuple[Nomination, dict[str, Any], list[dict[str, Any]]]:
        stage = rng.choice(STAGES)
        fields = {"category": self.pick(Category, rng), "title": self.name(rng), "stage": stage, "outcome": "pending"}
        fields |= {"standing": "active", "acceptance": "unknown", "disclosure": "public", "text": ""}
        fields["reached"] = {} if stage == "draft" else {stage: None}
        credits = [
            {"nominee": self.creditable(rng), "role": "", "standing": "active"} for _ in range(rng.randint(0, 3))
        ]
        given = [Credit(credit["nominee"]) for credit in credits]
        return Nomination(fields["category"], fields["title"], credits=given, stage=stage), fields, credits

    def keep_nomination(self, stored: Nomination, fields: dict[str, Any], credits: list[dict[str, Any]]) -> None:
        self.keep(stored, **fields)
        for credit, expected in zip(stored.credits, credits, strict=True):
            self.keep(credit, nomination=stored.id, **expected)

    def add_nomination(self, rng: random.Random) -> None:
        record, fields, credits = self.nomination(rng)
        self.keep_nomination(self.writer.add(record, **self.said(rng)), fields, credits)

    def add_many(self, rng: random.Random) -> None:
        made = [self.nomination(rng) for _ in range(rng.randint(1, 5))]
        ids = self.writer.add_all([record for record, _, _ in made])
        for id, (_, fields, credits) in zip(ids, made, strict=True):
            self.keep_nomination(self.writer.get(id), fields, credits)

    def add_evidence(self, rng: random.Random) -> None:
        subject, text = self.pick(Nominee, rng), self.name(rng)
        self.keep(self.writer.add(Evidence(subject, text=text), **self.said(rng)), subject=subject, text=text, url="")

    def add_cost(self, rng: random.Random) -> None:
        subject, amount = self.pick(Edition, rng), rng.randint(-5000, 50000)
        self.keep(
            self.writer.add(Cost(subject, amount, "GBP")), subject=subject, amount=amount, currency="GBP", notes=""
        )

    # ------------------------------------------------------------------------------------------------------ changing

    def revise(self, rng: random.Random) -> None:
        id = rng.choice([id for id in self.model if type(id).__name__ != "CreditId"] or [self.pick(Award, rng)])
        fields = self.model[id]
        able = [
            field for field in ("name", "label", "title", "url", "notes", "text", "place", "amount") if field in fields
        ]
        field = rng.choice(able)
        value = rng.randint(1, 999) if field == "amount" else "" if field == "url" else self.name(rng)
        read: Any = id if rng.random() < 0.5 else self.writer.get(id)
        self.writer.revise(read, **{field: value}, **self.said(rng))
        fields[field] = value

    def revise_credits(self, rng: random.Random) -> None:
        read, nominee, role = self.writer.get(self.pick(Nomination, rng)), self.creditable(rng), self.name(rng)
        changed = self.writer.revise(read, credits=[*(c.replace(role=role) for c in read.credits), Credit(nominee)])
        for credit in read.credits:
            self.model[credit.id]["role"] = role
        self.keep(changed.credits[-1], nomination=read.id, nominee=nominee, role="", standing="active")

    def advance(self, rng: random.Random) -> None:
        id, stage = self.pick(Nomination, rng), rng.choice(STAGES)
        said = self.said(rng, rng.choice(("", "a recount")))
        reason = "reason" in said
        fields = self.model[id]
        now, reached = fields["stage"], fields["reached"]
        back = STAGES.index(stage) < STAGES.index(now)
        if back and not reason and (stage == "draft" or stage in reached):
            try:
                self.writer.advance(id, stage)
            except laurels.MoveError:
                return
            raise AssertionError(f"{now} to {stage} without a reason")
        self.writer.advance(id, stage, **said)
        if stage != "draft":
            reached.setdefault(stage, None)
        if reason or not back:
            fields["stage"] = stage

    def decide(self, rng: random.Random) -> None:
        id, outcome = self.pick(Nomination, rng), rng.choice(OUTCOMES)
        self.writer.decide(id, outcome, **self.said(rng, "recounted"))
        self.model[id]["outcome"] = outcome

    def ruled(self, id: Any, rng: random.Random) -> None:
        standing, now = rng.choice(STANDINGS), self.model[id]["standing"]
        try:
            self.writer.rule(id, standing, reason="the rules say so")
        except laurels.MoveError:
            assert now not in ("active", standing) and standing != "active"
        else:
            assert now in ("active", standing) or standing == "active"
            self.model[id]["standing"] = standing

    def rule(self, rng: random.Random) -> None:
        self.ruled(self.pick(Nomination, rng), rng)

    def rule_credit(self, rng: random.Random) -> None:
        if self.ids(Credit):
            self.ruled(self.pick(Credit, rng), rng)

    def answer(self, rng: random.Random) -> None:
        id, verb = self.pick(Nomination, rng), rng.choice(sorted(ANSWERS))
        getattr(self.writer, verb)(id, reason="as the speech went")
        self.model[id]["acceptance"] = ANSWERS[verb]

    def disclose(self, rng: random.Random) -> None:
        id, to = self.pick(Nomination, rng), rng.choice(DISCLOSURES)
        self.writer.disclose(id, to, until=EMBARGO if to == "embargoed" else None, reason="agreed")
        self.model[id]["disclosure"] = to

    def disclose_category(self, rng: random.Random) -> None:
        id, to, part = self.pick(Category, rng), rng.choice(DISCLOSURES), rng.choice(("list", "result"))
        self.writer.disclose(id, **{part: to}, until=EMBARGO if to == "embargoed" else None, reason="agreed")
        self.model[id][part + "_disclosure"] = to

    # -------------------------------------------------------------------------------------------- that changes nothing

    def ensure_again(self, rng: random.Random) -> None:
        kind = rng.choice([kind for kind in KINDS if kind is not Credit])
        if not self.ids(kind):
            return
        stored = self.writer.get(self.pick(kind, rng))
        keys = {Award: ("name",), Edition: ("award", "label"), Series: ("award", "name"), Category: ("edition", "name")}
        keys |= {Deadline: ("edition", "name"), Nominee: ("name", "kind", "part_of")}
        if kind in keys:
            key = {field: getattr(stored, field) for field in keys[kind]}
            assert self.writer.ensure(kind(**key)) == stored
        elif kind is Nomination:
            credits = [credit.nominee for credit in stored.credits]
            assert self.writer.ensure(Nomination(stored.category, stored.title, credits=credits)) == stored

    def roll_back(self, rng: random.Random) -> None:
        if self.change:
            return
        kept = {id: _copy(fields) for id, fields in self.model.items()}
        try:
            with self.registry.transaction() as self.change:
                for _ in range(rng.randint(1, 4)):
                    self.operate(rng.choice(self.OPERATIONS[:-2]), rng)
                raise Undone
        except Undone:
            self.model = kept
        finally:
            self.change = None

    def reopen(self, rng: random.Random) -> None:
        if self.change:
            return
        self.registry.close()
        self.registry = laurels.open(self.path, actor="tester")

    # ----------------------------------------------------------------------------------------------------- comparing

    def check(self) -> None:
        """What is stored is what the operations should have left, and replaying the journal gives it again."""
        stored = dump(self.registry)
        by_id = {record.id: record for records in stored.values() for record in records}
        assert set(by_id) == set(self.model)
        for id, fields in self.model.items():
            for field, expected in fields.items():
                assert _plain(getattr(by_id[id], field)) == expected, (id, field)
        change = self.registry.checkpoint().change
        with self.registry.as_of(change) as replayed:
            assert dump(replayed) == stored
        found = self.registry.verify()
        assert found, str(found)


def _copy(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: dict(value) if isinstance(value, dict) else value for name, value in fields.items()}


def _plain(value: Any) -> Any:
    """Values as the model writes them: enums and dates by their text."""
    if isinstance(value, laurels.When | laurels.Date):
        return str(value)
    if type(value).__name__ in ("Stage", "Outcome", "Standing", "Acceptance", "Disclosure", "NomineeKind"):
        return value.name
    if isinstance(value, dict):
        return {_plain(key): _plain(entry) for key, entry in value.items()}
    return value
