"""Random operations of every kind on a registry, beside a plain dict that says what should come of them.

Used by test_journal.py. The dict knows nothing of the library's code: what each operation should do is written out here
again, from what the documentation says.
"""

from __future__ import annotations

import itertools
import pathlib
import random
import string
from typing import Any

import laurels
from laurels import (
    Award,
    Category,
    Ceremony,
    Claim,
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

KINDS = (Award, Edition, Series, Category, Ceremony, Deadline, Nominee, Nomination, Credit, Evidence, Cost, Claim)
PARENTS = ("award", "edition", "category", "nomination", "subject")  # the fields that name what a record hangs on
TEXTS = ("url", "notes", "text", "place", "title")
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
    """All that a registry holds, what is hidden included."""
    return {kind: questions.all(kind, hidden=True) for kind in KINDS}


class Play:
    """A registry, and what it should hold: id to the values of the fields that the operations touch."""

    OPERATIONS = (
        "add_award", "add_edition", "add_series", "add_category", "add_ceremony", "add_deadline", "add_nominee",
        "add_nomination", "add_evidence", "add_cost", "add_many", "revise", "revise_credits", "advance", "decide", "rule",
        "rule_credit", "answer", "disclose", "disclose_category", "correct", "correct_reached", "void", "restore",
        "merge", "unmerge", "claim", "claim_wins", "settle", "ensure_again", "revert", "roll_back", "reopen",
    )  # fmt: skip
    ALONE = ("revert", "roll_back", "reopen")  # that are no part of another change

    def __init__(self, path: pathlib.Path) -> None:
        self.path = path
        self.registry = laurels.open(path, actor="tester")
        self.change: Any = None
        self.model: dict[Any, dict[str, Any]] = {}
        self.count = 0
        self._indexed: dict[Any, dict[str, Any]] = {}
        self._by_kind: dict[str, list[Any]] = {}

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
        """Those that are shown and stand for themselves."""
        return [id for id in self.all_ids(kind) if self.shown(id)]

    def all_ids(self, kind: type) -> list[Any]:
        if self._indexed is not self.model:  # it was put back
            self._indexed, self._by_kind = self.model, {}
        indexed = sum(map(len, self._by_kind.values()))
        for id in itertools.islice(self.model, indexed, None):
            self._by_kind.setdefault(type(id).__name__, []).append(id)
        return self._by_kind.get(kind.__name__ + "Id", [])

    def kept(self, id: Any) -> Any:
        """What a merged record stands for."""
        while self.model[id].get("merged_into"):
            id = self.model[id]["merged_into"]
        return id

    def hidden(self, id: Any) -> bool:
        """Void, merged into something void, or hanging on something that is hidden."""
        fields = self.model[id]
        if fields.get("voided"):
            return True
        if fields.get("merged_into") and self._void_above(fields["merged_into"]):
            return True
        on = [fields[name] for name in PARENTS if fields.get(name)]
        if type(id).__name__ == "CreditId":
            on.append(fields["nominee"])
        if type(id).__name__ == "ClaimId" and fields["of"]:
            on.append(fields["of"])
        return any(self.hidden(parent) for parent in on)

    def _void_above(self, id: Any) -> bool:
        into = self.model[id].get("merged_into")
        return bool(self.model[id].get("voided")) or (into is not None and self._void_above(into))

    def shown(self, id: Any) -> bool:
        return not self.model[id].get("merged_into") and not self.hidden(id)

    def some(self, kind: type, rng: random.Random, able: Any = None) -> Any:
        """The id of some record of the kind that is shown, and `able` for what is wanted; None where there is none."""
        every = self.all_ids(kind)
        for _ in range(10 if every else 0):
            id = rng.choice(every)
            if self.shown(id) and (able is None or able(id)):
                return id
        found = [id for id in every if self.shown(id) and (able is None or able(id))]
        return rng.choice(found) if found else None

    def pick(self, kind: type, rng: random.Random) -> Any:
        """The id of some record of the kind, added first where there is none."""
        if (id := self.some(kind, rng)) is not None:
            return id
        getattr(self, "add_" + kind.__name__.lower())(rng)
        return self.all_ids(kind)[-1]

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
        self.model[record.id] = fields | {"voided": False}
        if isinstance(record, Award | Series | Nominee):
            self.model[record.id]["merged_into"] = None

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
        name = self.name(rng)
        part_of = self.some(Nominee, rng) if rng.random() < 0.4 else None
        record = self.writer.add(Nominee(name, kind=kind, part_of=part_of), **self.said(rng))
        self.keep(record, name=name, kind=kind, part_of=part_of, url="")

    def creditable(self, rng: random.Random) -> Any:
        able = self.some(Nominee, rng, lambda id: self.model[id]["kind"] != "work")
        if able is None:
            self.add_nominee(rng, "team")
            able = self.all_ids(Nominee)[-1]
        return able

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
        id = self.pick(rng.choice([kind for kind in KINDS if kind not in (Credit, Claim)]), rng)
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
        if (id := self.some(Credit, rng)) is not None:
            self.ruled(id, rng)

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

    # ------------------------------------------------------------------------------------------------- putting right

    def correct(self, rng: random.Random) -> None:
        kind, field, values = rng.choice(
            (
                (Nomination, "outcome", OUTCOMES),
                (Nomination, "standing", STANDINGS),
                (Nomination, "acceptance", ("unknown", *ANSWERS.values())),
                (Credit, "standing", STANDINGS),
                (Credit, "role", ("driver", "")),
                (Nominee, "name", (self.name(rng),)),
            )
        )
        id, value = self.some(kind, rng), rng.choice(values)
        if id is None:
            return
        read: Any = id if rng.random() < 0.5 else self.writer.get(id)
        self.writer.correct(read, **{field: value}, reason="entered wrongly")
        self.model[id][field] = value

    def correct_reached(self, rng: random.Random) -> None:
        id, stages = self.pick(Nomination, rng), rng.sample(STAGES[1:], rng.randint(0, 3))
        self.writer.correct(id, reached=dict.fromkeys(stages), reason="entered wrongly")
        fields = self.model[id]
        fields["reached"] = dict.fromkeys(sorted(stages, key=STAGES.index))
        furthest = max(stages, key=STAGES.index, default="draft")
        if STAGES.index(fields["stage"]) > STAGES.index(furthest):
            fields["stage"] = furthest

    def void(self, rng: random.Random) -> None:
        kind = rng.choice(KINDS)
        if kind in (Award, Edition, Category) and rng.random() < 0.7:
            return  # much hangs on these, and something should be left to play with
        if (id := self.some(kind, rng)) is not None:
            assert self.writer.void(id, "entered twice").voided
            self.model[id]["voided"] = True

    def restore(self, rng: random.Random) -> None:
        void = [id for id, fields in self.model.items() if fields.get("voided")]
        if void:
            id = rng.choice(void)
            assert not self.writer.restore(id, "not twice after all").voided
            self.model[id]["voided"] = False

    def _reaches(self, start: Any, end: Any) -> bool:
        """Whether one nominee is part of another, by way of whatever was merged with them."""
        seen, to_do = set(), [self.kept(start)]
        while to_do:
            here = to_do.pop()
            if here == self.kept(end):
                return True
            if here not in seen:
                seen.add(here)
                parts = [self.model[id].get("part_of") for id in self.all_ids(Nominee) if self.kept(id) == here]
                to_do += [self.kept(whole) for whole in parts if whole]
        return False

    def merge(self, rng: random.Random) -> None:
        kind = rng.choice((Award, Series, Nominee, Nominee))
        kept, same = self.some(kind, rng), self.some(kind, rng)
        if kept is None:
            return
        fields, others = self.model[kept], self.model[same]
        able = kept != same
        if kind is Series:
            able = able and self.kept(fields["award"]) == self.kept(others["award"])
        if kind is Nominee:
            able = able and fields["kind"] == others["kind"]
            able = able and not self._reaches(kept, same) and not self._reaches(same, kept)
        if able:
            assert self.writer.merge(kept, same, **self.said(rng)).id == kept
            others["merged_into"] = kept
            assert self.writer.get(same).id == kept
        else:
            try:
                self.writer.merge(kept, same)
            except laurels.InvalidValue:
                return
            raise AssertionError(f"{same} was merged into {kept}")

    def unmerge(self, rng: random.Random) -> None:
        merged = [id for id, fields in self.model.items() if fields.get("merged_into")]
        if merged:
            id = rng.choice(merged)
            assert self.writer.unmerge(id).id == id
            self.model[id]["merged_into"] = None

    def claim(self, rng: random.Random) -> None:
        kind = rng.choice([kind for kind in KINDS if kind not in (Credit, Claim)])
        id = self.pick(kind, rng)
        field = rng.choice([field for field in TEXTS if field in self.model[id]])
        value = self.model[id][field] if rng.random() < 0.3 else self.name(rng)
        claim = self.writer.claim(id, field, value, source=Source(self.name(rng)))
        self.keep(claim, subject=id, field=field, value=value, settlement="open", of=None)

    def claim_wins(self, rng: random.Random) -> None:
        id, edition, number = self.creditable(rng), self.pick(Edition, rng), rng.randint(0, 2)
        claim = self.writer.claim(id, "wins", number, edition=edition, source=Source(self.name(rng)))
        self.keep(claim, subject=id, field="wins", value=str(number), settlement="open", of=edition)
        assert self.writer.wins(id, edition) == self.wins(id, edition)

    def settle(self, rng: random.Random) -> None:
        claim = self.some(Claim, rng, lambda id: self.model[id]["settlement"] == "open")
        if claim is None:
            return
        fields = self.model[claim]
        how = "kept" if fields["of"] else rng.choice(("kept", "taken"))
        self.writer.settle(claim, how, "looked it up")
        fields["settlement"] = how
        if how == "taken":
            self.model[self.kept(fields["subject"])][fields["field"]] = fields["value"]

    def wins(self, nominee: Any, edition: Any) -> int:
        """The nominations of the edition that won and credit the nominee, or what was merged with it."""
        credited = {
            credit["nomination"]
            for credit in map(self.model.__getitem__, self.all_ids(Credit))
            if self.kept(credit["nominee"]) == self.kept(nominee)
            and credit["standing"] == "active"
            and not credit["voided"]
        }
        return sum(
            self.model[id]["outcome"] == "won"
            and self.model[id]["standing"] == "active"
            and self.model[self.model[id]["category"]]["edition"] == edition
            for id in credited
            if self.shown(id)
        )

    def conflicts(self) -> set[Any]:
        """The claims that are open, shown, and say otherwise than what is shown."""
        found = set()
        for claim in self.ids(Claim):
            fields = self.model[claim]
            if fields["of"]:
                shown = str(self.wins(fields["subject"], fields["of"]))
            else:
                shown = self.model[self.kept(fields["subject"])][fields["field"]]
            if fields["settlement"] == "open" and shown != fields["value"]:
                found.add(claim)
        return found

    def revert(self, rng: random.Random) -> None:
        """A change of some operations is undone at once: all is as before, and what it added is void."""
        if self.change:
            return
        before = {id: _copy(fields) for id, fields in self.model.items()}
        try:
            with self.registry.transaction() as change:
                self.change = change
                for _ in range(rng.randint(1, 4)):
                    self.operate(rng.choice([name for name in self.OPERATIONS if name not in self.ALONE]), rng)
        finally:
            self.change = None
        if change.number is None:
            return
        undone = self.registry.revert(change)
        assert (undone.change, undone.left) == (change.number, ())
        added = {id for id in self.model if id not in before}
        shown = {id for id in added if not self.model[id]["voided"]}
        for id in shown:
            if not any(self.model[id].get(name) in shown for name in PARENTS):
                self.model[id]["voided"] = True
        self.model |= before

    # -------------------------------------------------------------------------------------------- that changes nothing

    def ensure_again(self, rng: random.Random) -> None:
        kind = rng.choice([kind for kind in KINDS if kind not in (Credit, Claim)])
        id = self.some(kind, rng)
        if id is None:
            return
        stored = self.writer.get(id)
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
                    self.operate(rng.choice([name for name in self.OPERATIONS if name not in self.ALONE]), rng)
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
        for kind in KINDS:
            shown = [record.id for record in self.registry.all(kind)]
            assert shown == sorted(self.ids(kind)), kind
            assert self.registry.count(kind) == len(shown)
            assert self.registry.count(kind, hidden=True) == len(stored[kind])
        assert {conflict.claim for conflict in self.registry.conflicts()} == self.conflicts()
        assert {row.id for row in self.registry.nominations()} == set(self.ids(Nomination))
        for id, fields in self.model.items():
            assert self.registry.is_hidden(id) == self.hidden(id), id
            for field, expected in fields.items():
                if (type(id).__name__, field) == ("ClaimId", "of"):
                    field = "edition"
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
    if type(value).__name__ in (
        "Stage",
        "Outcome",
        "Standing",
        "Acceptance",
        "Disclosure",
        "NomineeKind",
        "Settlement",
    ):
        return value.name
    if isinstance(value, dict):
        return {_plain(key): _plain(entry) for key, entry in value.items()}
    return value
