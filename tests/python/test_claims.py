"""What others say otherwise: claims, conflicts, and how they are settled."""

from __future__ import annotations

import datetime as dt
import decimal
import fractions

import laurels
import pytest
from laurels import Alias, Claim, ClaimId, Cost, Date, Evidence, Figure, Measure, Source, Stage

BODY = Source("News page, body", published="2025-11-25")
HEADING = Source("News page, subheading", published="2025-11-25")


def test_a_claim_stands_beside_what_is_shown(registry, council):
    claim = registry.claim(council.leeds, "place", "York", source=HEADING, reason="as read")
    assert isinstance(claim, Claim)
    assert claim.id == ClaimId(1)
    assert (claim.subject, claim.field, claim.value, claim.settlement) == (council.leeds.id, "place", "York", "open")
    assert registry.get(council.leeds).place == "Leeds"
    (conflict,) = registry.conflicts()
    assert conflict.claim == claim.id
    assert (conflict.subject, conflict.field, conflict.edition) == (council.leeds.id, "place", None)
    assert (conflict.shown, conflict.shown_source, conflict.shown_known) == (
        "Leeds",
        council.newsletter,
        Date("2025-08-15"),
    )
    assert (conflict.claimed, conflict.source, conflict.known) == ("York", HEADING, Date("2025-11-25"))
    assert (conflict.actor, conflict.reason) == ("tester", "as read")
    assert "Champions" in conflict.called
    assert conflict == registry.conflicts()[0]
    assert len({conflict, *registry.conflicts()}) == 1
    assert registry.claims(council.leeds) == (claim,)
    assert registry.all(Claim) == (claim,)
    assert registry.verify()


def test_the_same_by_the_same_source_is_one(registry, council):
    claim = registry.claim(council.leeds, "place", "York", source=HEADING)
    assert registry.claim(council.leeds.id, "place", "York", source=HEADING) == claim
    assert registry.claim(council.leeds, "place", "York", source=BODY) != claim
    assert len(registry.claims(council.leeds)) == 2


def test_values_are_those_that_the_field_takes(registry, council):
    measure = Measure("waiting", "people", Figure("2025-04", 1850), Figure("2025-07", 1075))
    evidence = registry.add(Evidence(council.council, kind="measure", measure=measure))
    cost = registry.add(Cost(council.fleet_2025, 12500, "GBP"))
    credit = council.joint.credits[0]
    said = (
        (council.leeds, "date", dt.date(2025, 12, 1), "1 December 2025"),
        (council.leeds, "date", Date("2026"), "2026"),
        (council.leeds, "date", None, ""),
        (council.leeds, "place", None, ""),
        (council.leeds, "status", laurels.CeremonyStatus.held, "held"),
        (council.joint, "outcome", "won", "won"),
        (
            council.joint,
            "reached",
            {"longlisted": "2025-07", Stage.shortlisted: None},
            "longlisted (July 2025); shortli",
        ),
        (council.joint, "place", 2, "2"),
        (council.joint, "share", fractions.Fraction(1, 2), "1/2"),
        (council.joint, "category", council.care, "category:2"),
        (council.joint, "work", None, None),
        (credit, "nominee", council.employment, "Employment"),
        (credit, "nominee", council.employment.id, "Employment"),
        (council.fleet, "part_of", None, ""),
        (council.fleet, "aliases", ["Vehicles", Alias("Transport", "2020/..")], "Transport (from 2020); Vehicles"),
        (council.fleet, "identifiers", {"wikidata": "Q1"}, "wikidata: Q1"),
        (council.care, "no_award", "", "no reason given"),
        (council.in_care, "embargo", "2026-03-02T10:30:00Z", "2 March 2026"),
        (
            evidence,
            "measure",
            Measure("waiting", "days", Figure(None, decimal.Decimal("1.5")), Figure(None, 2)),
            "1.5 to",
        ),
        (cost, "amount", -500, "-500"),
    )
    for number, (subject, field, value, shown) in enumerate(said):
        before = len(registry.conflicts())
        claim = registry.claim(subject, field, value, source=Source(f"page {number}"))
        if shown is None:
            assert len(registry.conflicts()) == before
            continue
        conflict = registry.conflicts()[-1]
        assert conflict.claim == claim.id, field
        assert shown in conflict.claimed, field
        if shown == "":
            assert not claim.value
    assert registry.verify()


def test_dates_agree_where_one_contains_the_other(registry, council):
    for value in ("2025-09", "2025/2026", "2025-09-25T19:00[Europe/London]"):
        registry.claim(council.leeds, "date", value)
    assert registry.conflicts() == ()
    registry.claim(council.leeds, "date", "2025-10")
    assert [conflict.claimed for conflict in registry.conflicts()] == ["October 2025"]


def test_names_agree_with_aliases(registry, council):
    registry.claim(council.employment, "name", "EMPLOYMENT")
    assert registry.conflicts() == ()
    registry.claim(council.employment, "name", "Employment Team")
    assert len(registry.conflicts()) == 1
    registry.revise(council.employment, aliases=["Employment Team"])
    assert registry.conflicts() == ()


def test_counts_follow_what_is_counted(registry, council):
    edition = council.children_2025
    registry.claim(council.employment, "wins", 3, edition=edition, source=BODY)
    registry.claim(council.employment.id, "wins", 1, edition=edition.id, source=HEADING)
    registry.claim(council.employment, "shortlistings", 2, edition=edition, source=BODY)
    assert registry.wins(council.employment, edition) == 0
    assert registry.shortlistings(council.employment.id, edition.id) == 2
    assert [(c.shown, c.claimed) for c in registry.conflicts()] == [("0", "3"), ("0", "1")]
    registry.decide(council.in_care, "won")
    (conflict,) = registry.conflicts()
    assert (conflict.field, conflict.edition, conflict.shown, conflict.claimed) == ("wins", edition.id, "1", "3")
    assert (conflict.shown_source, conflict.shown_known) == (None, None)
    with pytest.raises(laurels.InvalidValue, match="counted, not stored"):
        registry.settle(conflict, "taken", "so it is")
    assert registry.wins(council.council, edition) == 0
    registry.settle(conflict, "kept", "the programme lists one")
    assert registry.conflicts() == ()


def test_settled_ones_are_no_conflicts(registry, council):
    claim = registry.claim(council.leeds, "place", "York", source=HEADING)
    settled = registry.settle(claim, "kept", "the programme says Leeds", source=Source("Programme"))
    assert settled.settlement == "kept"
    assert registry.conflicts() == ()
    entry = registry.history(claim, "settlement")[-1]
    assert (entry.verb, entry.reason, entry.source.title) == ("settle", "the programme says Leeds", "Programme")
    with pytest.raises(laurels.InvalidValue, match="was settled before") as caught:
        registry.settle(claim.id, "taken", "no")
    assert caught.value.field == "Claim.settlement"
    reopened = registry.correct(claim.id, settlement="open", reason="settled too soon")
    assert reopened.settlement is laurels.Settlement.open
    assert len(registry.conflicts()) == 1


@pytest.mark.parametrize("given", ["conflict", "record", "id"])
def test_taken_over_it_is_what_is_shown(registry, council, given):
    claim = registry.claim(council.in_care, "outcome", "runner_up", source=HEADING)
    registry.decide(council.in_care, "won")
    (conflict,) = registry.conflicts()
    of = {"conflict": conflict, "record": claim, "id": claim.id}[given]
    registry.settle(of, laurels.Settlement.taken, "the organiser wrote")
    assert registry.get(council.in_care).outcome == "runner_up"
    entry = registry.history(council.in_care, "outcome")[-1]
    assert (entry.verb, entry.source, entry.reason) == ("settle", HEADING, "the organiser wrote")


def test_what_cannot_be_claimed(registry, council):
    head = registry.checkpoint()
    for error, match, attempt in (
        (
            laurels.InvalidValue,
            "Ceremony has no field 'outcome'",
            lambda: registry.claim(council.leeds, "outcome", "won"),
        ),
        (laurels.InvalidValue, "no field 'credits'", lambda: registry.claim(council.joint, "credits", [council.fleet])),
        (laurels.InvalidValue, "'first' is no outcome", lambda: registry.claim(council.joint, "outcome", "first")),
        (laurels.InvalidValue, "always a value", lambda: registry.claim(council.joint, "outcome", None)),
        (laurels.InvalidValue, r"void\(\)", lambda: registry.claim(council.joint, "voided", True)),
        (laurels.InvalidValue, r"merge\(\)", lambda: registry.claim(council.fleet, "merged_into", council.safety)),
        (laurels.InvalidValue, "never empty", lambda: registry.claim(council.fleet, "name", " ")),
        (laurels.InvalidDate, "soon", lambda: registry.claim(council.leeds, "date", "soon")),
        (TypeError, "Ceremony.place must be str, not int", lambda: registry.claim(council.leeds, "place", 3)),
        (laurels.WrongKind, "must be a category", lambda: registry.claim(council.joint, "category", council.fleet)),
        (
            laurels.NotFound,
            "category:9",
            lambda: registry.claim(council.joint, "category", laurels.CategoryId(9)),
        ),
        (TypeError, "edition=…", lambda: registry.claim(council.fleet, "wins", 3)),
        (
            TypeError,
            "'wins' or 'shortlistings', not for 'name'",
            lambda: registry.claim(council.fleet, "name", "x", edition=council.fleet_2025),
        ),
        (
            TypeError,
            "value must be int",
            lambda: registry.claim(council.fleet, "wins", "3", edition=council.fleet_2025),
        ),
        (
            laurels.WrongKind,
            "subject must be a nominee",
            lambda: registry.claim(council.leeds, "wins", 3, edition=council.fleet_2025),
        ),
        (laurels.InvalidValue, "no field 'wins'", lambda: registry.claim(council.leeds, "wins", 3)),
        (
            laurels.InvalidValue,
            "0 or more",
            lambda: registry.claim(council.fleet, "wins", -1, edition=council.fleet_2025),
        ),
        (TypeError, "bare number", lambda: registry.claim(3, "name", "x")),
    ):
        with pytest.raises(error, match=match):
            attempt()
        assert registry.checkpoint() == head, match


def test_claims_are_made_and_ended_by_their_verbs(registry, council):
    claim = registry.claim(council.leeds, "place", "York")
    for write in (
        lambda: registry.add(Claim(council.leeds, "place", value="York")),
        lambda: registry.ensure(claim),
        lambda: registry.add_all([claim]),
        lambda: registry.revise(claim, value="Hull"),
        lambda: registry.revise(claim.id, value="Hull"),
    ):
        with pytest.raises(laurels.WrongKind, match=r"a claim is made by claim\(.*ended by settle\(\)") as caught:
            write()
        assert caught.value.given is laurels.Kind.claim
        assert laurels.Kind.award in caught.value.allowed
        assert laurels.Kind.credit not in caught.value.allowed
    with pytest.raises(laurels.WrongKind, match="itself a claim"):
        registry.claim(claim, "value", "Hull")
    for wrong, error in (("maybe", laurels.InvalidValue), ("open", laurels.InvalidValue), (1, TypeError)):
        with pytest.raises(error):
            registry.settle(claim, wrong, "x")
    with pytest.raises(laurels.InvalidValue) as caught:
        registry.settle(claim, "kept", "")
    assert caught.value.field == "reason"
    with pytest.raises(laurels.WrongKind, match="claim must be a claim"):
        registry.settle(council.leeds, "kept", "x")


def test_an_open_change_sees_its_own_claims(registry, council):
    with registry.transaction(source=HEADING) as change:
        change.claim(council.leeds, "place", "York")
        (conflict,) = change.conflicts()
        assert conflict.source == HEADING
        assert registry.conflicts() == ()
        change.settle(conflict, "kept", "no")
        assert change.conflicts() == ()
    assert len(registry.claims(council.leeds)) == 1


def test_views_know_what_was_claimed_then(registry, council):
    registry.claim(council.leeds, "place", "York", source=HEADING)
    assert registry.known_on("2025-11-24").conflicts() == ()
    assert len(registry.known_on("2025-11-25").conflicts()) == 1
    assert registry.as_of(1).conflicts() == ()


def test_conflicts_are_shown_with_who_says_so(registry, council):
    registry.claim(council.leeds, "place", "York", source=HEADING, reason="as read")
    registry.claim(council.employment, "wins", 3, edition=council.children_2025, source=BODY)
    registry.claim(council.leeds, "url", "https://example.org/leeds")
    text = repr(registry.conflicts()).splitlines()
    assert text[0].startswith("claim:1: place of ceremony:1 ")
    assert text[1] == "  shown:   Leeds, by Staff newsletter, since 15 August 2025"
    assert text[2] == ("  claimed: York, by News page, subheading, since 25 November 2025: as read")
    assert text[3].startswith("claim:2: wins of nominee:4 Employment")
    assert text[4] == "  shown:   0, as counted"
    assert text[7].startswith("  shown:   nothing")
    html = registry.conflicts()._repr_html_()
    assert "<td>York</td>" in html
    assert "<td>News page, subheading</td>" in html
    assert repr(registry.conflicts()[0]) == (
        "<Conflict claim:1: place of ceremony:1: 'Leeds' is shown, 'York' is claimed by News page, subheading>"
    )
    assert "3 unsettled conflicts" in str(registry)
    assert "3 unsettled conflicts" in registry._repr_html_()
    registry.settle(laurels.ClaimId(1), "kept", "x")
    registry.settle(laurels.ClaimId(2), "kept", "x")
    assert "1 unsettled conflict" in str(registry)
    registry.settle(laurels.ClaimId(3), "taken", "x")
    assert "unsettled" not in str(registry)


def test_after_close(path):
    registry = laurels.open(path)
    award = registry.add(laurels.Award("a"))
    registry.close()
    for use in (
        lambda: registry.claim(award, "name", "b"),
        lambda: registry.settle(ClaimId(1), "kept", "x"),
        registry.conflicts,
        lambda: registry.claims(award),
        lambda: registry.is_hidden(award),
        lambda: registry.wins(laurels.NomineeId(1), laurels.EditionId(1)),
        lambda: registry.void(award, "x"),
        lambda: registry.correct(award, name="b", reason="x"),
        lambda: registry.merge(award, laurels.AwardId(2)),
        lambda: registry.revert(1),
        registry.changes,
        lambda: registry.diff(1),
        lambda: registry.history(1),
    ):
        with pytest.raises(laurels.Closed):
            use()
