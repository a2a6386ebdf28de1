"""What may be known outside: at the second before an embargo ends, at that second, and after it."""

from __future__ import annotations

import datetime as dt
import io
import json

import laurels
import pytest
from jsonschema import Draft202012Validator
from laurels import Category, Cost, Credit, Nomination, Nominee, ReadOnly

LISTS = dt.datetime(2025, 10, 1, 9, tzinfo=dt.timezone.utc)
RESULTS = dt.datetime(2025, 11, 20, 21, 30, tzinfo=dt.timezone.utc)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def registry():
    with laurels.in_memory(actor="communications") as registry:
        award = registry.add(laurels.Award("Social Work Awards", notes="the invoice is late"))
        edition = registry.add(laurels.Edition(award, "2025"))
        embargo = {
            "list_disclosure": "embargoed",
            "list_embargo": LISTS,
            "result_disclosure": "embargoed",
            "result_embargo": RESULTS,
        }
        category = registry.add(Category(edition, "Team of the Year", **embargo))
        registry.add(Category(edition, "Lifetime Achievement", no_award="none was worthy", **embargo))
        council = registry.add(Nominee("Leeds City Council", kind="organisation"))
        teams = [registry.add(Nominee(name, part_of=council)) for name in ("Fostering", "Adoption", "Out of Hours")]
        for team, stage in zip(teams, ("shortlisted", "shortlisted", "submitted"), strict=True):
            registry.add(Nomination(category, team.name + " entry", credits=[Credit(team)], stage=stage))
        won, lost, _ = registry.all(Nomination)
        registry.decide(won, "won", on="2025-11-20")
        registry.decide(lost, "not_placed")
        registry.add(Cost(won, 25000, "GBP"))
        yield registry


def category_of(registry):
    return registry.all(Category)[0]


def names(registry):
    return [nominee.name for nominee in registry.all(Nominee)]


def test_before_the_lists(registry):
    outside = registry.public(LISTS - SECOND)
    assert outside.count(Nomination) == 0
    assert names(outside) == []
    assert outside.count(Category) == 2
    with pytest.raises(laurels.NotFound):
        outside.find(Nominee, "Fostering")


@pytest.mark.parametrize("on", [LISTS, LISTS + SECOND, RESULTS - SECOND])
def test_lists_without_results(registry, on):
    outside = registry.public(on)
    category = category_of(outside)
    assert len(outside.shortlist(category)) == 2
    assert len(outside.winners(category)) == 0
    assert names(outside) == ["Leeds City Council", "Fostering", "Adoption"]
    assert {row.outcome for row in outside.nominations()} == {laurels.Outcome.pending}
    assert outside.all(Category)[1].no_award is None


@pytest.mark.parametrize("on", [RESULTS, RESULTS + SECOND])
def test_results(registry, on):
    outside = registry.public(on)
    (winner,) = outside.winners(category_of(outside))
    assert winner.nominees == ("Fostering",)
    assert str(winner.decided) == "2025-11-20"
    assert outside.all(Category)[1].no_award == "none was worthy"
    assert names(outside) == ["Leeds City Council", "Fostering", "Adoption"]


def test_now_is_the_default_and_text_is_an_instant(registry):
    assert registry.public().count(Nomination) == 2
    assert registry.public("2025-10-01T08:59:59Z").count(Nomination) == 0
    with pytest.raises(laurels.InvalidDate):
        registry.public(dt.datetime(2025, 10, 1, 9))


def test_with_other_bounds(registry):
    assert registry.view(change=1, public=RESULTS).count(Nomination) == 0
    assert len(registry.view(public=RESULTS - SECOND).winners(category_of(registry))) == 0
    assert registry.public(RESULTS).public(LISTS - SECOND).count(Nomination) == 0


def test_there_is_no_journal(registry):
    outside = registry.public(RESULTS)
    assert outside.count(Cost) == 0
    assert outside.all(laurels.Award)[0].notes == ""
    with pytest.raises(ReadOnly, match="not public"):
        outside.history(outside.all(Nomination)[0])
    with pytest.raises(ReadOnly):
        outside.changes()
    with pytest.raises(ReadOnly):
        outside.add(laurels.Award("B"))


def test_it_says_what_it_is(registry):
    outside = registry.public("2025-11-20T21:30:00Z")
    assert repr(outside) == "<Registry in memory, what is public on 20 November 2025, 21:30 UTC: read-only>"
    assert "2 nominations" in str(outside)
    assert "2 nominations" in outside._repr_html_()


def test_differences_tell_what_became_public(registry):
    differences = registry.public(RESULTS).diff(registry.public(RESULTS - SECOND))
    assert {(d.field, d.after) for d in differences} >= {("outcome", "won"), ("no_award", "none was worthy")}


WINNERS = {
    "laurels_mapping": 1,
    "data_set": "winners",
    "award": {"name": {"value": "Social Work Awards"}},
    "edition": {"label": {"value": "2025"}},
    "category": {"name": {"value": "Team of the Year"}},
    "nomination": {
        "title": "title",
        "text": "citation",
        "url": "page",
        "outcome": {"value": "won"},
        "identifiers.programme": "number",
    },
    "credits": [{"nominee": {"name": "team"}}],
}


@pytest.mark.parametrize("on", [LISTS, RESULTS - SECOND, RESULTS])
def test_who_won_does_not_show_by_a_table_of_winners(registry, on):
    """The table brings the winner alone a key, a citation, a page and a number."""
    winner = {
        "title": "Fostering entry",
        "team": "Fostering",
        "citation": "A dazzling team",
        "page": "https://example.org/gala-night",
        "number": "W1",
    }
    assert not registry.import_table([winner], WINNERS).refused
    assert "winners" in registry.all(Nomination)[0].identifiers
    outside = registry.public(on)
    shown = exported(outside)
    assert "winners" not in shown
    told = on == RESULTS
    assert ("dazzling" in shown, "gala-night" in shown, '"W1"' in shown) == (told, told, told)
    before, after = (record.identifiers for record in outside.all(Nomination))
    assert (dict(before), dict(after)) == ({"programme": "W1"} if told else {}, {})


def exported(registry):
    out = io.BytesIO()
    registry.export_json(out, everything=True)
    return out.getvalue().decode()


SHORTLISTED = WINNERS | {
    "data_set": "lists",
    "nomination": {"title": "title", "stage": {"value": "shortlisted"}},
    "credits": [{"split": {"columns": ["team"], "by": "; "}, "nominee": {"name": "team"}}],
}


def moved(registry, form):
    out = io.BytesIO()
    source = registry.nominations() if form == "selection" else registry
    source.export_json(out, everything=True, **({"journal": True} if form == "journal" else {}))
    return out.getvalue().decode()


@pytest.mark.parametrize("form", ["records", "selection", "journal"])
@pytest.mark.parametrize("is_empty", [False, True])
def test_keys_stay_inside_when_records_move(registry, form, is_empty):
    """Which schemes of identifiers are keys goes along, through one registry after another."""
    row = {"title": "Joint entry", "team": "Kinship; Night Desk"}
    assert not registry.import_table([row], SHORTLISTED).refused
    registry.void(registry.find(Nominee, "Night Desk"), reason="no such team")
    first = moved(registry, form)
    document = json.loads(first)
    assert document["data_sets"] == ["lists"]
    Draft202012Validator(laurels.json_schema()).validate(document)
    with laurels.in_memory() as second, laurels.in_memory() as third:
        if not is_empty:
            second.add(laurels.Award("Another"))
        second.import_json(io.StringIO(first))
        third.import_json(io.StringIO(exported(second)))
        assert "Night Desk" in exported(third)
        for other in (second, third):
            assert "Kinship" in exported(other.public(RESULTS))
            assert "Night Desk" not in exported(other.public(RESULTS))
            assert "Night Desk" not in exported(other.view(change=other.info().changes, public=RESULTS))
            assert "data_sets" not in json.loads(exported(other.public(RESULTS)))
            assert other.verify()
        if is_empty:
            assert exported(third) == exported(second)
            assert moved(second, form) == first
        # The table is known by its keys there, too.
        assert second.import_table([row], SHORTLISTED).kinds["nomination"].added == 0


def test_a_selection_of_nothing_names_no_data_sets(registry):
    assert not registry.import_table([{"title": "Joint entry", "team": "Kinship"}], SHORTLISTED).refused
    text = io.StringIO()
    registry.nominations().outcome("commended").export_json(text, everything=True)
    assert "data_sets" not in json.loads(text.getvalue())


@pytest.mark.parametrize(
    ("content", "names", "reason"),
    [
        ("everything", '["laurels"]', "kept for where a record came from"),
        ("everything", '[" "]', "no name"),
        ("everything", "[1]", "a number"),
        ("everything", '"lists"', "no place"),
        ("everything", '["a"],"data_sets":["b"]', "twice"),
        ("public", '["lists"]', "no place"),
    ],
)
def test_data_sets_of_a_document(content, names, reason):
    text = f'{{"laurels":2,"content":"{content}","data_sets":{names},"records":{{}}}}'
    with laurels.in_memory() as registry, pytest.raises(laurels.InvalidValue, match=f"line 1, column .*{reason}"):
        registry.import_json(io.StringIO(text))


def test_the_name_of_somebody_void_stands_in_no_key(registry):
    """Without a key of its own a row is known by its names, of which one may be hidden later."""
    row = {"title": "Joint entry", "team": "Kinship; Night Desk"}
    assert not registry.import_table([row], SHORTLISTED).refused
    registry.void(registry.find(Nominee, "Night Desk"), reason="no such team")
    outside = exported(registry.public(RESULTS))
    assert "Kinship" in outside
    assert "Night Desk" not in outside


@pytest.mark.parametrize("on", [LISTS - SECOND, LISTS, RESULTS - SECOND, RESULTS])
def test_an_embargo_does_not_show_in_a_calendar(registry, on):
    """Ceremonies and deadlines are public, and nothing of theirs changes when a result does."""
    edition = registry.all(laurels.Edition)[0]
    registry.add(laurels.Ceremony(edition, date="2025-11-20"))
    before = registry.to_ical()
    assert registry.public(on).all(laurels.Ceremony)[0].notes == ""
    registry.disclose(category_of(registry), result="private", reason="a dispute")
    assert registry.to_ical() == before
    for name in ("Fostering", "Team of the Year", "invoice"):
        assert name not in before
