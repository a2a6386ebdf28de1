"""A table that comes in again: what people did since stands, and what the table corrects arrives."""

from __future__ import annotations

import csv
import io
from fractions import Fraction

import laurels
import pytest
from laurels import Nomination, Nominee

MAPPING = {
    "laurels_mapping": 1,
    "data_set": "prizes",
    "key": ["id"],
    "award": {"name": {"value": "P"}},
    "edition": {"label": "year"},
    "category": {"name": "category"},
    "nomination": {
        "title": "title",
        "stage": {"column": "list", "otherwise": "", "values": {"long": "longlisted", "short": "shortlisted"}},
        "outcome": {"column": "result", "values": {"won": "won", "": ""}},
        "text": "citation",
        "extra.note": "note",
    },
    "credits": [
        {
            "split": {"columns": ["who", "who id"], "by": "; "},
            "nominee": {
                "key": "who id",
                "name": "who",
                "kind": {"value": "person"},
                "identifiers.imdb": {"column": "who id", "replace": [{"pattern": "^", "with": "nm"}]},
            },
        }
    ],
}
COLUMNS = ["id", "year", "category", "title", "list", "result", "citation", "note", "who", "who id"]


def row(key: str, who: str = "Ann Ash", who_id: str = "7", **cells: str) -> dict[str, str]:
    return {
        **dict.fromkeys(COLUMNS, ""),
        "id": key,
        "year": "2000",
        "category": "Fiction",
        "title": f"Title {key}",
        "who": who,
        "who id": who_id,
        **cells,
    }


def by_name(**changes: object) -> dict[str, object]:
    """Nominees without a key, known by their names."""
    credit = {"split": {"columns": ["who"], "by": "; "}, "nominee": {"name": "who", "kind": {"value": "person"}}}
    return {**MAPPING, "credits": [credit], "ignore": ["who id"], **changes}


def changes(registry: laurels.Registry) -> int:
    return len(registry.changes())


def unchanged(registry: laurels.Registry, rows: list[dict[str, str]], mapping: object = MAPPING) -> None:
    """The same table again writes nothing."""
    before = changes(registry)
    report = registry.import_table(rows, mapping)
    assert report.change == 0, str(report)
    assert not report.refused
    assert changes(registry) == before


# What people did since


def test_a_corrected_name_stays_corrected(registry):
    rows = [row("1", "Jhon Smith")]
    registry.import_table(rows, MAPPING)
    registry.correct(registry.find(Nominee, "Jhon Smith"), name="John Smith", reason="as he spells it")
    unchanged(registry, rows)
    assert [each.nominees for each in registry.nominations()] == [("John Smith",)]
    assert registry.find(Nominee, "John Smith").aliases == ()
    # In a new row, too, the old spelling is not what he was credited as.
    registry.import_table([*rows, row("2", "Jhon Smith")], MAPPING)
    assert [each.nominees for each in registry.nominations()] == [("John Smith",)] * 2


def test_a_renamed_award_stays_renamed(registry):
    registry.import_table([row("1")], MAPPING)
    registry.revise(registry.find(laurels.Award, "P"), name="The Prize")
    unchanged(registry, [row("1")])
    assert registry.all(laurels.Award)[0].aliases == ()


def test_edited_and_removed_entries_stay_so(registry):
    rows = [row("1", note="from the table"), row("2", note="from the table")]
    registry.import_table(rows, MAPPING)
    one, two = registry.all(Nomination)
    registry.revise(one, extra={"note": "by hand"})
    registry.revise(two, extra={})
    ann = registry.find(Nominee, "Ann Ash")
    assert ann.identifiers["imdb"] == "nm7"
    registry.revise(ann, identifiers={"prizes": ann.identifiers["prizes"]}, aliases=[])
    unchanged(registry, rows)
    assert [each.extra for each in registry.all(Nomination)] == [{"note": "by hand"}, {}]
    assert "imdb" not in registry.find(Nominee, "Ann Ash").identifiers
    # What the table changes since is new.
    registry.import_table([row("1", note="from the table"), row("2", note="better")], MAPPING)
    assert [each.extra for each in registry.all(Nomination)] == [{"note": "by hand"}, {"note": "better"}]


def test_an_alias_that_was_removed_stays_away(registry):
    rows = [row("1", "Ann Ash"), row("2", "A. Ash")]
    registry.import_table(rows, MAPPING)
    ann = registry.find(Nominee, "Ann Ash")
    assert [alias.name for alias in ann.aliases] == ["A. Ash"]
    registry.revise(ann, aliases=[])
    unchanged(registry, rows)


def test_a_stage_that_was_taken_back_stays_so(registry):
    rows = [row("1", list="short")]
    registry.import_table(rows, MAPPING)
    registry.correct(registry.all(Nomination)[0], stage="draft", reached={}, reason="never was")
    unchanged(registry, rows)
    assert registry.all(Nomination)[0].stage == "draft"


def test_a_void_credit_stays_void(registry):
    rows = [row("1", "Ann Ash; Bob Birch", "7; 8")]
    registry.import_table(rows, MAPPING)
    registry.void(registry.all(Nomination)[0].credits[1], reason="not on the cover")
    unchanged(registry, rows)
    assert [each.nominees for each in registry.nominations()] == [("Ann Ash",)]


def test_a_credit_corrected_to_another_stays_so(registry):
    rows = [row("1", "Ann Ash", "7"), row("2", "Bob Birch", "8")]
    registry.import_table(rows, MAPPING)
    one = registry.all(Nomination)[0]
    bob = registry.find(Nominee, "Bob Birch")
    credit = one.credits[0]
    registry.correct(one, credits=[credit.replace(nominee=bob.id)], reason="mixed up")
    unchanged(registry, rows)
    assert [each.nominees for each in registry.nominations()] == [("Bob Birch",)] * 2


def test_what_was_merged_stays_one(registry):
    rows = [row("1", "Ann Ash", "7"), row("2", "Annie Ash", "8")]
    registry.import_table(rows, MAPPING)
    ann, annie = registry.find(Nominee, "Ann Ash"), registry.find(Nominee, "Annie Ash")
    registry.merge(ann, annie, reason="one person")
    unchanged(registry, rows)
    assert [each.nominees for each in registry.nominations()] == [("Ann Ash",)] * 2


def test_names_with_one_key_are_one_name(registry):
    registry.import_table([row("1", "John Smith")], MAPPING)
    registry.import_table([row("9", "JOHN SMITH", "7")], {**MAPPING, "data_set": "others"})
    assert [each.nominees for each in registry.nominations()] == [("John Smith",)] * 2


# A wrong table


@pytest.mark.parametrize("data_set", ["prizes", "another"])
def test_what_was_reverted_counts_as_not_there(registry, data_set):
    wrong = [row("1"), row("2"), row("3", year="1999", category="Verse")]
    report = registry.import_table(wrong, MAPPING)
    registry.revert(report.change, reason="the wrong table")
    right = [row("1"), row("4", "Cy Cedar", "9")]
    report = registry.import_table(right, {**MAPPING, "data_set": data_set})
    assert not report.refused, str(report)
    assert report.kinds["nomination"].added == 2
    assert [each.title for each in registry.nominations()] == ["Title 1", "Title 4"]
    assert [each.label for each in registry.all(laurels.Edition)] == ["2000"]
    unchanged(registry, right, {**MAPPING, "data_set": data_set})
    assert registry.verify()


def test_a_revision_that_was_reverted_can_come_in_again(registry):
    registry.import_table([row("1", title="One")], MAPPING)
    report = registry.import_table([row("1", title="Two")], MAPPING)
    registry.revert(report.change, reason="too early")
    assert registry.all(Nomination)[0].title == "One"
    assert registry.import_table([row("1", title="Two")], MAPPING).kinds["nomination"].revised == 1
    assert registry.all(Nomination)[0].title == "Two"


def test_what_is_void_is_remarked_on(registry):
    registry.import_table([row("1"), row("2")], MAPPING)
    registry.void(registry.all(Nomination)[1], reason="entered twice")
    report = registry.import_table([row("1"), row("2", citation="New")], MAPPING)
    assert report.change == 0
    assert "nomination:2 is void here" in str(report)


# What the table corrects


def test_another_in_the_place_of_one(registry):
    mapping = by_name()
    registry.import_table([row("1", "Ann Ash; Bob Birch")], mapping)
    report = registry.import_table([row("1", "Anne Ash; Bob Birch")], mapping)
    assert report.kinds["nomination"].revised == 1
    assert not report.vanished
    assert [each.nominees for each in registry.nominations()] == [("Anne Ash", "Bob Birch")]
    unchanged(registry, [row("1", "Anne Ash; Bob Birch")], mapping)


def test_one_whom_somebody_credited_is_not_replaced(registry):
    mapping = by_name()
    registry.import_table([row("1", "Ann Ash")], mapping)
    bob = registry.add(Nominee("Bob Birch", "person"))
    one = registry.all(Nomination)[0]
    registry.revise(one, credits=[*one.credits, laurels.Credit(bob)])
    registry.import_table([row("1", "Cy Cedar")], mapping)
    assert [each.nominees for each in registry.nominations()] == [("Cy Cedar", "Bob Birch")]


def test_a_corrected_category_and_year_move_the_nomination(registry):
    registry.import_table([row("1"), row("2")], MAPPING)
    moved = [row("1", category="Verse"), row("2", year="2001")]
    report = registry.import_table(moved, MAPPING)
    assert not report.remarks
    assert [(each.edition, each.category) for each in registry.nominations()] == [
        ("2000", "Verse"),
        ("2001", "Fiction"),
    ]
    unchanged(registry, moved)


def test_a_nomination_that_somebody_moved_is_left(registry):
    registry.import_table([row("1"), row("2", category="Verse")], MAPPING)
    one, two = registry.all(Nomination)
    registry.revise(one, category=two.category, reason="entered for it")
    unchanged(registry, [row("1"), row("2", category="Verse")])


def test_a_credit_that_rows_together_lack_is_reported(registry):
    mapping = by_name(together=True)
    registry.import_table([row("1", "Ann Ash"), row("1", "Bob Birch")], mapping)
    report = registry.import_table([row("1", "Ann Ash")], mapping)
    assert [str(each.record) for each in report.vanished] == ["credit:2"]


def test_rows_together_that_lie_far_apart(registry):
    """More rows lie between them than are held at once."""
    mapping = by_name(together=True)
    between = [row(f"x{i}", "Cy Cedar") for i in range(5_000)]
    first = row("1", "Ann Ash", citation="The first", note="one")
    last = row("1", "Bob Birch", citation="The last", note="two")
    rows = [first, *between, last]
    report = registry.import_table(rows, mapping)
    assert "the first was taken" in str(report)
    one = registry.all(Nomination)[0]
    assert (one.text, one.extra["note"]) == ("The first", "one; two")
    assert registry.nominations().rows()[0].nominees == ("Ann Ash", "Bob Birch")
    report = registry.import_table(rows, mapping)
    assert report.change == 0, str(report)
    assert not report.vanished


def test_what_rows_far_apart_left_over_may_have_parts_itself(registry):
    mapping = by_name(together=True)
    between = [row(f"x{i}", "Cy Cedar") for i in range(5_000)]
    rows = [row("1", note="one"), *between, row("1", note="two; three")]
    registry.import_table(rows, mapping)
    assert registry.all(Nomination)[0].extra["note"] == "one; two; three"
    unchanged(registry, rows, mapping)


# Keys


@pytest.mark.parametrize(
    ("columns", "good", "spoilt"),
    [
        (["year", "id"], {"id": "007"}, {"id": "7"}),
        (["id"], {"id": "12345678901234567890"}, {"id": "1.23457E+19"}),
    ],
)
def test_keys_that_a_spreadsheet_spoilt_stop_the_import(registry, columns, good, spoilt):
    mapping = {**MAPPING, "key": columns}
    registry.import_table([row("1") | good], mapping)
    with pytest.raises(laurels.InvalidValue, match="Nothing was written"):
        registry.import_table([row("1") | spoilt], mapping)
    assert registry.nominations().count() == 1


def test_a_refused_row_leaves_nothing_behind(registry):
    mapping = {**MAPPING, "nomination": {**MAPPING["nomination"], "share": "list"}, "prepare": []}
    report = registry.import_table([row("1", list="3/2")], mapping)
    assert len(report.refused) == 1
    assert report.change == 0
    assert registry.count(laurels.Award) == registry.count(Nominee) == 0


def test_a_row_whose_share_is_too_much_leaves_nothing_behind(registry):
    mapping = {**MAPPING, "nomination": {**MAPPING["nomination"], "share": "share"}}
    rows = [{**row("1"), "share": "3/4"}, {**row("2", "Bob Birch", "8"), "share": "1/2"}]
    rows += [{**row("3", "Cy Cedar", "9"), "share": "1/4"}]
    report = registry.import_table(rows, mapping)
    assert [refusal.row for refusal in report.refused] == [2]
    assert "over the whole" in report.refused[0].reason
    assert [nominee.name for nominee in registry.all(Nominee)] == ["Ann Ash", "Cy Cedar"]


SHARES = {**MAPPING, "nomination": {**MAPPING["nomination"], "share": "share"}}


def share_of(registry: laurels.Registry) -> list[str]:
    return [str(nomination.share) for nomination in registry.all(Nomination)]


def sharing(*shares: str) -> list[dict[str, str]]:
    names = ["Ann Ash", "Bob Birch", "Cy Cedar"]
    return [{**row(str(i), names[i], str(i)), "share": share} for i, share in enumerate(shares)]


def test_shares_are_those_of_the_whole_table(registry):
    registry.import_table(sharing("1/2", "1/2"), SHARES)
    report = registry.import_table(sharing("2/3", "1/3"), SHARES)
    assert not report.refused
    assert share_of(registry) == ["2/3", "1/3"]
    unchanged(registry, sharing("2/3", "1/3"), SHARES)


@pytest.mark.parametrize("keyed", [True, False])
def test_a_share_finds_room_that_later_rows_make(registry, keyed):
    mapping = SHARES if keyed else {**SHARES, "key": [], "ignore": ["id"]}
    registry.import_table(sharing("1/2", "1/2"), mapping)
    thirds = sharing("1/3", "1/3", "1/3")
    assert not registry.import_table([thirds[2], *thirds[:2]], mapping).refused
    assert share_of(registry) == ["1/3"] * 3
    unchanged(registry, thirds, mapping)


def test_a_share_for_which_there_is_no_room_leaves_nothing_behind(registry):
    mapping = {**SHARES, "key": [], "ignore": ["id"]}
    registry.import_table(sharing("1/2"), mapping)
    report = registry.import_table(sharing("1/2", "2/3"), mapping)
    assert [refusal.row for refusal in report.refused] == [2]
    assert report.refused[0].column == "share"
    assert report.change == 0
    assert registry.count(Nominee) == 1


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_shares_of_new_rows_count_beside_those_that_change(registry, order):
    registry.import_table([{**row("1"), "share": ""}], SHARES)
    rows = [{**row("2"), "share": "1/2"}, {**row("1"), "share": "3/4"}]
    report = registry.import_table([rows[n] for n in order], SHARES)
    assert len(report.refused) == 1
    assert sum(Fraction(text) for text in share_of(registry) if text != "None") <= 1


def test_rows_together_that_find_room_late(registry):
    mapping = {**SHARES, "together": True}
    registry.import_table([{**row("1"), "share": "1"}], mapping)
    half = {"share": "1/2"}
    rows = [{**row("2"), **half}]
    rows += [{**row(str(n), f"Name {n}", f"n{n}", year="1999"), "share": ""} for n in range(3, 603)]
    rows += [{**row("2", "Bob Birch", "8"), **half}, {**row("1"), **half}]
    assert not registry.import_table(rows, mapping).refused
    found = [(one.title, str(one.share)) for one in registry.all(Nomination) if one.share]
    assert sorted(found) == [("Title 1", "1/2"), ("Title 2", "1/2")]
    unchanged(registry, rows, mapping)


def test_shares_of_credits_are_those_of_the_whole_row(registry):
    credit = {**MAPPING["credits"][0], "share": "share"}
    credit["split"] = {"columns": ["who", "who id", "share"], "by": "; "}
    mapping = {**MAPPING, "credits": [credit]}
    together = row("1", "Ann Ash; Bob Birch", "7; 8")
    registry.import_table([{**together, "share": "1/2; 1/2"}], mapping)
    assert not registry.import_table([{**together, "share": "2/3; 1/3"}], mapping).refused
    assert [str(one.share) for one in registry.all(Nomination)[0].credits] == ["2/3", "1/3"]
    unchanged(registry, [{**together, "share": "2/3; 1/3"}], mapping)


@pytest.mark.parametrize(
    ("again", "partial"),
    [(("Ann Ash", "7", "2/3"), False), (("Cy Cedar", "9", "1/2"), True)],
    ids=["beside one that vanished", "beside those that a part leaves out"],
)
def test_shares_of_credits_that_do_not_fit_leave_the_nomination_as_it_was(registry, again, partial):
    credit = {**MAPPING["credits"][0], "share": "share"}
    credit["split"] = {"columns": ["who", "who id", "share"], "by": "; "}
    mapping = {**MAPPING, "credits": [credit]}
    registry.import_table([{**row("1", "Ann Ash; Bob Birch", "7; 8"), "share": "1/2; 1/2"}], mapping)
    who, who_id, share = again
    rows = [{**row("1", who, who_id, title="Another", result="won"), "share": share}]
    report = registry.import_table(rows, {**mapping, "partial": partial})
    assert "7/6" in report.refused[0].reason or "3/2" in report.refused[0].reason
    assert not report.vanished
    now = registry.all(Nomination)[0]
    assert (now.title, str(now.outcome), [str(one.share) for one in now.credits]) == ("Title 1", "pending", ["1/2"] * 2)


def test_a_refused_row_claims_nothing(registry):
    credit = {**MAPPING["credits"][0], "share": "share"}
    credit["split"] = {"columns": ["who", "who id", "share"], "by": "; "}
    mapping = {**MAPPING, "credits": [credit]}
    both = {**row("1", "Ann Ash; Bob Birch", "7; 8", citation="Theirs"), "share": "1/2; 1/2"}
    registry.import_table([both], mapping)
    nomination = registry.revise(registry.all(Nomination)[0], text="Ours")
    one = {**row("1", citation="Theirs still"), "share": "2/3"}
    report = registry.import_table([one], mapping)
    assert "7/6" in report.refused[0].reason
    assert (report.claims, report.change) == (0, 0)
    assert not registry.claims(nomination.id)
    assert registry.import_table([{**one, "share": "1/2"}], mapping).claims == 1


def test_a_winner_that_moved_is_remarked_on(registry):
    registry.import_table([row("1", result="won"), row("2")], MAPPING)
    moved = [row("1"), row("2", result="won")]
    report = registry.import_table(moved, MAPPING)
    assert [*report.remarks] == [
        "1 row is empty where this data set said something before, as row 1 of the outcome of nomination:1. An empty cell "
        "takes nothing away: where it should, correct the record in the registry"
    ]
    registry.correct(registry.all(Nomination)[0], outcome="pending", reason="It was another")
    unchanged(registry, moved, MAPPING)


def test_what_a_later_row_of_the_same_nomination_says_is_not_missed(registry):
    mapping = {**MAPPING, "together": True}
    # More than are written at a time lie between the two.
    rows = [row(str(n), f"Name {n}", f"n{n}") for n in range(600)]
    rows[5]["title"] = ""
    rows.append(row("5", "Bob Birch", "8", title="Told late"))
    registry.import_table(rows, mapping)
    report = registry.import_table(rows, mapping)
    assert (report.change, [*report.remarks], [*report.vanished]) == (0, [], [])


def test_what_others_set_is_missed_in_no_row(registry):
    registry.import_table([row("1")], MAPPING)
    registry.revise(registry.all(Nomination)[0], text="For its verse")
    unchanged(registry, [row("1")], MAPPING)


def test_what_a_refused_row_is_about_has_not_vanished(registry):
    registry.import_table(sharing("1/2", "1/2"), SHARES)
    report = registry.import_table(sharing("1/2", "half"), SHARES)
    assert len(report.refused) == 1
    assert not report.vanished
    # Without a column for keys, and with nothing to read one from, only a remark can say so.
    keyless = {**SHARES, "key": [], "ignore": ["id"], "data_set": "others", "award": {"name": {"value": "Q"}}}
    registry.import_table(sharing("1/2", "1/2"), keyless)
    report = registry.import_table(sharing("1/2", "half"), keyless)
    assert len(report.vanished) == 1
    assert "rows are about that were refused" in report.remarks[0]


def test_rows_that_are_twice_in_the_table(registry):
    report = registry.import_table([row("1"), row("1"), row("2")], MAPPING)
    assert "1 row repeats the key of an earlier row, the first of them in row 2" in report.remarks[0]
    together = registry.import_table([row("3"), row("3")], {**MAPPING, "together": True, "partial": True})
    assert not together.remarks


def test_another_key_than_before_is_remarked_on(registry):
    rows = [row("1"), row("2")]
    registry.import_table(rows, {**MAPPING, "key": [], "ignore": ["id"]})
    report = registry.import_table(rows, MAPPING)
    assert any("'key' names other columns than before" in remark for remark in report.remarks)


def test_a_name_of_several_kinds_is_refused_where_the_mapping_has_no_kind(registry):
    for kind in ("person", "team"):
        registry.add(Nominee("Ann Ash", kind))
    mapping = {**MAPPING, "credits": [{"nominee": {"name": "who"}}], "ignore": ["who id"]}
    report = registry.import_table([row("1")], mapping)
    assert "several have this name" in report.refused[0].reason


def test_a_key_with_what_no_text_has_leaves_nothing_behind(registry):
    report = registry.import_table([row("a\0b")], MAPPING)
    assert (report.refused[0].column, report.change) == ("id", 0)
    assert registry.count(laurels.Award) == 0


def test_a_winner_where_there_was_no_award_leaves_nothing_behind(registry):
    mapping = {**MAPPING, "category": {**MAPPING["category"], "no_award": "none"}}
    rows = [{**row("1"), "none": ""}, {**row("2", category="Verse"), "none": "too few entries"}]
    registry.import_table(rows, mapping)
    rows += [{**row("3", "Cy Cedar", "9", result="won", category="Verse"), "none": ""}]
    report = registry.import_table(rows, mapping)
    assert "no award" in report.refused[0].reason
    assert report.change == 0
    assert [nominee.name for nominee in registry.all(Nominee)] == ["Ann Ash"]


def test_a_row_for_a_void_category_leaves_nothing_behind(registry):
    registry.import_table([row("1"), row("2", category="Verse")], MAPPING)
    registry.void(registry.all(laurels.Category)[1], reason="not held")
    report = registry.import_table([row("1"), row("3", "Cy Cedar", "9", category="Verse")], MAPPING)
    assert "is void" in report.refused[0].reason
    assert report.change == 0
    assert [nominee.name for nominee in registry.all(Nominee)] == ["Ann Ash"]


# Erased


def test_an_export_from_before_an_erasure_does_not_bring_the_name_back(registry, tmp_path):
    registry.import_table([row("1", "Ann Secret", list="short")], MAPPING)
    old = tmp_path / "old.csv"
    registry.nominations().to_csv(old, editable=True)
    registry.erase(registry.find(Nominee, "Ann Secret"), reason="asked for by law")
    report = registry.import_table(old, laurels.nominations_mapping())
    assert report.change == 0
    assert "not brought back" in report.refused[0].reason
    out = io.BytesIO()
    registry.export_json(out, everything=True, journal=True)
    assert b"Secret" not in out.getvalue()


def test_a_new_row_of_ones_own_export_finds_a_person(registry, tmp_path):
    registry.import_table([row("1", list="short")], MAPPING)
    path = tmp_path / "own.csv"
    registry.nominations().to_csv(path, editable=True)
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    rows.append(rows[0] | {"id": "", "title": "New", "nominee_ids": ""})
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    report = registry.import_table(path, laurels.nominations_mapping())
    assert report.kinds["nomination"].added == 1
    assert registry.count(Nominee) == 1


# One's own export, edited


@pytest.fixture
def exported(registry, tmp_path):
    """A table of two nominations, and what edits it and takes it back in."""
    registry.import_table([row("1", list="short"), row("2", "Bob Birch", "8", list="short")], MAPPING)
    path = tmp_path / "own.csv"
    registry.nominations().to_csv(path, editable=True)

    def bring_back(into=registry, anew=None, **edits):
        if anew is not None:
            registry.nominations().to_csv(path, editable=True, **anew)
        with path.open(newline="") as file:
            rows = list(csv.DictReader(file))
        rows[0] |= edits
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return into.import_table(path, laurels.nominations_mapping())

    return bring_back


def test_later_work_stands_where_the_table_was_not_edited(registry, exported):
    one = registry.revise(registry.all(Nomination)[0], title="A later title")
    registry.correct(registry.find(Nominee, "Ann Ash"), name="Anne Ash", reason="as she spells it")
    registry.decide(one, "won")
    report = exported(place="3")
    assert report.kinds["nomination"].revised == 1
    after = registry.get(one)
    assert (after.title, after.outcome, after.place) == ("A later title", laurels.Outcome.won, 3)
    assert registry.nominations().rows()[0].nominees == ("Anne Ash",)
    assert exported().change == 0


def test_what_both_edited_is_refused(registry, exported):
    one = registry.all(Nomination)[0]
    registry.revise(one, title="A later title")
    report = exported(title="Another title", place="3")
    assert "its title was edited in the table, and changed here since" in report.refused[0].reason
    assert registry.get(one).title == "A later title"
    assert registry.get(one).place is None
    # Edited to the same it is no conflict.
    assert not exported(title="A later title").refused


def test_an_edited_name_is_how_somebody_is_credited(registry, exported):
    exported(nominees="A. Ash")
    assert registry.nominations().rows()[0].nominees == ("A. Ash",)
    assert registry.count(Nominee) == 2


def test_what_an_edit_cannot_take_away_is_remarked_on(exported):
    report = exported(title="", nominees="", nominee_ids="")
    assert report.change == 0
    assert "its title was emptied" in str(report)
    assert "credit:1 was taken out" in str(report)


def test_what_is_set_back_is_remarked_on_where_nothing_was_withheld(registry, exported):
    one = registry.all(Nomination)[0]
    registry.decide(one, "won")
    registry.rule(one, "disqualified", reason="late")
    report = exported(anew={"everything": True}, outcome="pending", stage="", standing="active")
    assert report.change == 0
    for field in ("outcome", "stage", "standing"):
        assert f"its {field} was emptied or set back says nothing" in str(report)
    assert "emptied" not in str(exported(anew={"everything": True}))
    # Nobody knows outside that it was won.
    registry.disclose(one.category, result="private", reason="the jury asked for it")
    assert not exported(anew={}).remarks


def test_a_table_of_another_registry_is_refused(exported):
    with laurels.in_memory(actor="tester") as other:
        other.import_table([row("1", "Zoe Zelkova", "1", title="Other", list="short"), row("2", "Cy Cedar")], MAPPING)
        report = exported(into=other, title="Edited")
        assert "exported from another registry" in report.refused[0].reason
        assert other.all(Nomination)[0].title == "Other"


def test_a_table_must_be_editable_to_come_back(registry, tmp_path):
    registry.import_table([row("1", list="short")], MAPPING)
    path = tmp_path / "own.csv"
    registry.nominations().to_csv(path)
    with pytest.raises(laurels.InvalidValue, match="no column 'exported'"):
        registry.import_table(path, laurels.nominations_mapping())
    with pytest.raises(laurels.ReadOnly):
        registry.as_of(1).nominations().to_csv(path, editable=True)


@pytest.mark.usefixtures("exported")
def test_a_row_that_was_typed_in_comes_back_as_it_is(registry):
    rows = [{"award": "P", "edition": "2000", "category": "Fiction", "title": "New", "exported": ""}]
    own = laurels.nominations_mapping().to_dict()
    own["optional"] = ["id", "stage", "outcome", "decided", "place", "share", "standing", "acceptance", "work"]
    own["optional"] += ["work_id", "nominees", "nominee_ids", *own.pop("ignore")]
    assert registry.import_table(rows, own).kinds["nomination"].added == 1
    report = registry.import_table(rows, own)
    assert (report.change, list(report.refused)) == (0, [])


# A file for each stage


STAGES = {
    "laurels_mapping": 1,
    "data_set": "book prize",
    "award": {"name": {"value": "B"}},
    "edition": {"label": "year"},
    "category": {"name": {"value": "Fiction"}},
    "nomination": {
        "stage": {"column": "list", "values": {"long": "longlisted", "short": "shortlisted"}, "otherwise": ""},
        "outcome": {"column": "list", "values": {"winner": "won"}, "otherwise": ""},
    },
    "optional": ["author"],
    "partial": True,
    "work": {"name": "title", "kind": {"value": "work"}},
    "credits": [{"nominee": {"name": "author", "kind": {"value": "person"}}, "role": {"value": "author"}}],
}


def book(stage: str, title: str, author: str | None = None) -> dict[str, str]:
    return {"year": "2020", "list": stage, "title": title, **({"author": author} if author else {})}


LONGLIST = [book("long", "One", "Ann Ash"), book("long", "Two", "Bo Birk"), book("long", "Three", "Cy Elm")]


@pytest.mark.parametrize("data_set", ["book prize", "winners"])
def test_a_later_stage_may_leave_out_who_wrote_it(registry, data_set):
    later = {**STAGES, "data_set": data_set}
    registry.import_table(LONGLIST, STAGES)
    registry.import_table([book("short", "One"), book("short", "Three")], later)
    registry.import_table([book("winner", "One")], later)
    found = [(row.work, row.nominees, row.stage.name, row.outcome.name) for row in registry.nominations()]
    assert found == [
        ("One", ("Ann Ash",), "shortlisted", "won"),
        ("Two", ("Bo Birk",), "longlisted", "pending"),
        ("Three", ("Cy Elm",), "shortlisted", "pending"),
    ]
    for rows in ([book("short", "One"), book("short", "Three")], [book("winner", "One")]):
        unchanged(registry, rows, later)
    unchanged(registry, LONGLIST, STAGES)


def test_a_later_stage_may_say_more(registry):
    registry.import_table([book("long", "One"), book("long", "Two")], STAGES)
    registry.import_table([book("winner", "One", "Ann Ash")], STAGES)
    assert [(row.work, row.nominees, row.outcome.name) for row in registry.nominations()] == [
        ("One", ("Ann Ash",), "won"),
        ("Two", (), "pending"),
    ]
    unchanged(registry, [book("winner", "One", "Ann Ash")], STAGES)


def test_a_later_stage_may_leave_out_the_work(registry):
    people = {**STAGES, "work": None}
    people = {key: value for key, value in people.items() if value is not None}
    registry.import_table(LONGLIST, STAGES)
    registry.import_table([{"year": "2020", "list": "winner", "author": "Bo Birk"}], people)
    assert [row.work for row in registry.nominations().outcome("won")] == ["Two"]
    assert len(registry.nominations()) == 3


def test_a_row_that_could_mean_several_is_refused(registry):
    people = {key: value for key, value in STAGES.items() if key != "work"}
    registry.import_table([*LONGLIST, book("long", "Four", "Bo Birk")], STAGES)
    report = registry.import_table([{"year": "2020", "list": "winner", "author": "Bo Birk"}], people)
    (refusal,) = report.refused
    assert "any of several nominations: nomination:2, nomination:4" in refusal.reason
    assert report.change == 0


def test_what_says_otherwise_is_another_nomination(registry):
    registry.import_table(LONGLIST, STAGES)
    registry.import_table([book("long", "One", "Di Fir")], STAGES)
    keyed = {**STAGES, "data_set": "keyed", "key": ["title", "list"]}
    registry.import_table([book("long", "Two")], keyed)
    assert len(registry.nominations()) == 4
    # Within a data set with keys another key is another nomination.
    registry.import_table([book("winner", "Two")], keyed)
    assert len(registry.nominations()) == 5


def test_who_is_left_out_of_a_later_stage_has_not_vanished(registry):
    whole = {**STAGES, "partial": False}
    registry.import_table(LONGLIST, whole)
    report = registry.import_table([book("short", "One"), book("short", "Three")], whole)
    assert [str(vanished.record) for vanished in report.vanished] == ["nomination:2"]


# Rows that are gone


def test_vanished_rows_are_reported_of_all_kinds(registry):
    dates = {
        "laurels_mapping": 1,
        "data_set": "dates",
        "award": {"name": {"value": "P"}},
        "edition": {"label": "year"},
        "ceremony": {"name": {"value": "Gala"}, "date": {"column": "day", "date": "%Y-%m-%d"}},
    }
    rows = [{"year": str(year), "day": f"{year}-03-01"} for year in (2001, 2002, 2003)]
    registry.import_table(rows, dates)
    report = registry.import_table(rows[:2], dates)
    assert [str(vanished.record) for vanished in report.vanished] == ["ceremony:3"]
    assert report.change == 0
    # What a mapping does not speak of has not vanished.
    editions = {key: value for key, value in dates.items() if key != "ceremony"}
    report = registry.import_table(rows[:1], {**editions, "ignore": ["day"]})
    assert [str(vanished.record) for vanished in report.vanished] == ["edition:2", "edition:3"]


def test_what_is_in_what_vanished_is_not_told_twice(registry):
    rows = [row("1"), row("2", year="2001"), row("3", category="Poetry", year="2001")]
    registry.import_table(rows, MAPPING)
    report = registry.import_table(rows[:1], MAPPING)
    assert [str(vanished.record) for vanished in report.vanished] == ["nomination:2", "nomination:3"]


def test_a_year_without_a_winner_that_is_gone_is_reported(registry):
    mapping = {**MAPPING, "category": {"name": "category", "no_award": "note"}}
    mapping["nomination"] = {key: value for key, value in MAPPING["nomination"].items() if key != "extra.note"}
    rows = [row("1"), row("", who="", who_id="", title="", year="2001", note="nobody was worthy")]
    registry.import_table(rows, mapping)
    report = registry.import_table(rows[:1], mapping)
    assert [str(vanished.record) for vanished in report.vanished] == ["category:2"]


# Who is meant


def test_a_later_stage_may_leave_out_the_kind(registry):
    names = {key: value for key, value in STAGES.items() if key != "work"}
    kindless = {**names, "credits": [{"nominee": {"name": "author"}}]}
    shortlist = [{"year": "2020", "list": "short", "author": name} for name in ("Ann Ash", "Bo Birk")]
    registry.import_table(shortlist, names)
    registry.import_table([{"year": "2020", "list": "winner", "author": "Ann Ash"}], kindless)
    assert registry.count(Nominee) == 2
    assert [(row.nominees, row.outcome.name) for row in registry.nominations()] == [
        (("Ann Ash",), "won"),
        (("Bo Birk",), "pending"),
    ]


def test_one_of_two_who_were_nominated_together_is_remarked_on(registry):
    names = {key: value for key, value in STAGES.items() if key != "work"}
    names["credits"] = [{"split": {"columns": ["author"], "by": " and "}, "nominee": {"name": "author"}}]
    registry.import_table([{"year": "2020", "list": "short", "author": "Ann Ash and Bo Birk"}], names)
    report = registry.import_table([{"year": "2020", "list": "winner", "author": "Ann Ash"}], names)
    assert "nomination:2 was added beside nomination:1" in str(report)


def test_what_is_refused_of_a_category_is_refused_again(registry):
    mapping = {**MAPPING, "category": {"name": "category", "no_award": "note"}}
    mapping["nomination"] = {key: value for key, value in MAPPING["nomination"].items() if key != "extra.note"}
    rows = [row("1", note="none\0"), row("2", note="none")]
    for _ in range(2):
        report = registry.import_table(rows, mapping)
        assert [refusal.row for refusal in report.refused] == [1]
