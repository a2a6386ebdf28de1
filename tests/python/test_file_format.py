"""An independent reading of docs/file-format.md: all digests of a file, computed again without the library."""

from __future__ import annotations

import hashlib
import json
import pathlib
import sqlite3
from contextlib import closing
from itertools import pairwise

import laurels
import pytest
from laurels import Award, Category, Ceremony, Edition, Nomination, Nominee, Source


def sha256(*parts: bytes | str | int) -> bytes:
    """Of the parts in order: text as UTF-8, numbers as eight bytes with the most significant first."""
    digest = hashlib.sha256()
    for part in parts:
        if isinstance(part, int):
            part = part.to_bytes(8, "big", signed=True)
        digest.update(part.encode() if isinstance(part, str) else part)
    return digest.digest()


def verify(path: pathlib.Path) -> str:
    """Checks every digest in a copy of a registry; gives its checkpoint, or raises ValueError at a wrong one."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as file:
        if file.execute("PRAGMA application_id").fetchone() != (0x4C415552,):
            raise ValueError("not a Laurels file")
        if file.execute("PRAGMA user_version").fetchone() != (2,):
            raise ValueError("of another version than this script")
        (uuid,) = file.execute("SELECT value FROM meta WHERE key = 'uuid'").fetchone()
        chain = sha256("laurels", uuid)
        last, number = 0, 0
        blanked: dict[tuple[str, int], str] = {}  # what has no salt, with its left digest
        listed: dict[tuple[str, int], str] = {}  # the left digests that erasures say
        changes = "SELECT id, recorded, first, last, format, salt, payload, digest, chain FROM change ORDER BY id"
        events = (
            "SELECT seq, change, kind, record, previous, format, salt, payload, digest FROM event "
            "WHERE seq BETWEEN ? AND ? ORDER BY seq"
        )
        for change, recorded, begin, end, form, salt, payload, digest, linked in file.execute(changes).fetchall():
            if (change, begin) != (number + 1, last + 1):
                raise ValueError(f"change {number + 1} is missing")
            if salt is None:
                blanked["change", change] = sha256(form, change, recorded, begin, end, payload).hex()
            elif len(salt) != 16 or sha256(salt, form, change, recorded, begin, end, payload) != digest:
                raise ValueError(f"change {change}")
            links = [chain]
            for seq, of, kind, record, previous, event_form, event_salt, event_payload, event_digest in file.execute(
                events, (begin, end)
            ):
                if (seq, of) != (last + 1, change):
                    raise ValueError(f"event {last + 1} is missing")
                hashed = (event_form, seq, of, kind, record, previous, event_payload)
                if event_salt is None:
                    blanked["event", seq] = sha256(*hashed).hex()
                elif len(event_salt) != 16 or sha256(event_salt, *hashed) != event_digest:
                    raise ValueError(f"event {seq}")
                if json.loads(event_payload)["op"] == "erase":
                    erased = json.loads(event_payload)["erased"]
                    for what, before in (("event", seq), ("change", change)):
                        for item, left in erased[what + "s"].items():
                            if int(item) >= before:
                                raise ValueError(f"event {seq} erases what comes later")
                            listed[what, int(item)] = left
                links.append(event_digest)
                last = seq
            chain = sha256(*links, digest)
            if (last, chain) != (end, linked):
                raise ValueError(f"chain of change {change}")
            number = change
        for row in blanked.keys() | listed.keys():
            if blanked.get(row) != listed.get(row):
                raise ValueError("{} {}".format(*row))
        return f"laurels-checkpoint:1:{uuid}:{number}:{last}:{chain.hex()}"


@pytest.fixture
def registry(tmp_path: pathlib.Path) -> laurels.Registry:
    registry = laurels.open(tmp_path / "format.laurels", actor="communications, «Zoë»")
    with registry.transaction(source=Source("Newsletter", published="2025-08-15"), reason="as told") as change:
        award = change.ensure(Award("Children & Young People Now Awards", aliases=["CYP Now"]))
        edition = change.ensure(Edition(award, "2025"))
        change.ensure(Ceremony(edition, date="2025-11"))
        category = change.ensure(Category(edition, 'The "Advice" Award', notes="two\nlines\tand a tab"))
        team = change.ensure(Nominee("Virtual School's Employment Support Team"))
        change.ensure(Nomination(category, credits=[team], stage="shortlisted"))
    registry.decide(laurels.NominationId(1), "won", source=Source("News"))
    registry.revise(laurels.CeremonyId(1), date="2025-11-20", reason="announced")
    return registry


@pytest.fixture
def copy(registry: laurels.Registry, tmp_path: pathlib.Path) -> pathlib.Path:
    registry.backup(tmp_path / "copy.laurels")
    return tmp_path / "copy.laurels"


def test_gives_the_checkpoint_of_the_library(registry: laurels.Registry, copy: pathlib.Path) -> None:
    assert verify(copy) == str(registry.checkpoint())


def test_gives_the_checkpoint_of_an_empty_file(tmp_path: pathlib.Path) -> None:
    with laurels.open(tmp_path / "empty.laurels") as registry:
        assert verify(tmp_path / "empty.laurels") == str(registry.checkpoint())


def test_payloads_are_as_documented(copy: pathlib.Path) -> None:
    with closing(sqlite3.connect(copy)) as file:
        payloads = [json.loads(text) for (text,) in file.execute("SELECT payload FROM event ORDER BY seq")]
        change = json.loads(file.execute("SELECT payload FROM change WHERE id = 1").fetchone()[0])
    assert payloads[0] == {
        "op": "add",
        "set": {"name": "Children & Young People Now Awards", "aliases": {"CYP Now": [""]}},
    }
    assert payloads[-2] == {"op": "decide", "set": {"outcome": "won"}, "source": {"title": "News"}}
    assert payloads[-1] == {"op": "revise", "set": {"date": "2025-11-20"}, "reason": "announced"}
    assert change == {
        "actor": "communications, «Zoë»",
        "reason": "as told",
        "source": {"title": "Newsletter", "published": "2025-08-15"},
    }


def test_previous_points_to_the_event_before_about_the_same_record(copy: pathlib.Path) -> None:
    with closing(sqlite3.connect(copy)) as file:
        events = file.execute("SELECT kind, record, seq, previous FROM event ORDER BY kind, record, seq").fetchall()
        revisions = dict(file.execute("SELECT 'ceremony', revision FROM ceremony").fetchall())
    for (*record, seq, _), (*other, _, previous) in pairwise(events):
        assert previous == (seq if record == other else 0)
    assert revisions["ceremony"] == max(seq for _, _, seq, _ in events)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE event SET payload = replace(payload, 'won', 'now') WHERE payload LIKE '%won%'",
        "UPDATE event SET salt = zeroblob(16) WHERE seq = 1",
        "UPDATE change SET recorded = recorded + 1 WHERE id = 2",
        "UPDATE change SET payload = replace(payload, 'told', 'heard') WHERE id = 1",
        "DELETE FROM event WHERE seq = 3",
        "DELETE FROM change WHERE id = 2",
    ],
)
def test_finds_what_was_altered(copy: pathlib.Path, sql: str) -> None:
    with closing(sqlite3.connect(copy)) as file, file:
        for (trigger,) in file.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            file.execute(f"DROP TRIGGER {trigger}")
        assert file.execute(sql).rowcount == 1
    with pytest.raises(ValueError, match=r"event|change"):
        verify(copy)


@pytest.fixture
def erased(registry: laurels.Registry, tmp_path: pathlib.Path) -> pathlib.Path:
    if not hasattr(registry, "erase"):
        pytest.skip("erase is not bound yet")
    registry.erase(laurels.NomineeId(1), text=["Zoë"], reason="asked for")
    registry.add(Award("Later"))
    registry.backup(tmp_path / "erased.laurels")
    return tmp_path / "erased.laurels"


def test_gives_the_checkpoint_after_an_erasure(registry: laurels.Registry, erased: pathlib.Path) -> None:
    assert verify(erased) == str(registry.checkpoint())
    with closing(sqlite3.connect(erased)) as file:
        assert file.execute("SELECT count(*) FROM event WHERE salt IS NULL").fetchone() == (1,)
        assert file.execute("SELECT count(*) FROM change WHERE salt IS NULL").fetchone()[0] > 0


def test_finds_the_nominee_by_what_an_erasure_keeps(erased: pathlib.Path) -> None:
    folded = "virtual school's employment support team"
    with closing(sqlite3.connect(erased)) as file:
        (payload,) = file.execute('SELECT payload FROM event WHERE payload LIKE \'{"op":"erase"%\'').fetchone()
        rows = file.execute("SELECT salt, digest FROM erased WHERE kind = 7 AND record = 1").fetchall()
    assert sorted(map(tuple, json.loads(payload)["erased"]["keys"])) == sorted(rows)
    assert [sha256(bytes.fromhex(salt), folded).hex() for salt, _ in rows] == [digest for _, digest in rows]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE event SET payload = replace(payload, '[erased]', '[changed]') WHERE salt IS NULL",
        "UPDATE event SET record = record + 1 WHERE salt IS NULL",
        "UPDATE event SET digest = zeroblob(32) WHERE salt IS NULL",
        "UPDATE event SET salt = zeroblob(16) WHERE salt IS NULL",
        "UPDATE event SET salt = NULL WHERE seq = 1",
        "UPDATE change SET payload = replace(payload, '[erased]', '[changed]') WHERE id = 1",
        "UPDATE change SET recorded = recorded - 1 WHERE id = 1",
        "UPDATE change SET salt = NULL WHERE id = (SELECT max(id) FROM change)",
    ],
)
def test_finds_what_was_altered_after_an_erasure(erased: pathlib.Path, sql: str) -> None:
    test_finds_what_was_altered(erased, sql)
