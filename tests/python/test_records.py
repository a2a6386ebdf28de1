"""Records as values: making them, comparing them, showing them as code, copying and pickling them."""

from __future__ import annotations

import copy
import datetime as dt
import decimal
import fractions
import pickle
import sys

import laurels
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laurels import *  # noqa: F403 - eval(repr(x)) is meant for this
from laurels import (
    Alias,
    Award,
    AwardId,
    Category,
    CategoryId,
    Ceremony,
    Cost,
    Credit,
    Deadline,
    Edition,
    EditionId,
    Evidence,
    Figure,
    Measure,
    Nomination,
    NominationId,
    Nominee,
    NomineeId,
    Series,
    SeriesId,
    Source,
)

EXAMPLES = [
    Award("Booker Prize"),
    Award(
        "Costa Book Awards",
        aliases=[Alias("Whitbread Book Awards", "1971/2005"), "Costa"],
        url="https://example.org",
        notes="two\nlines",
        identifiers={"wikidata": "Q1"},
        extra={"motto": 'with "quotes" and \u202e'},
    ),
    Edition(AwardId(3), "1931/32", date="1931/1932"),
    Series(AwardId(3), "Best Picture", succeeds=[SeriesId(1), SeriesId(2)]),
    Category(
        EditionId(4),
        "Best Picture",
        series=SeriesId(2),
        no_award="",
        cancelled="war",
        list_disclosure="embargoed",
        list_embargo="2026-03-02T10:30:00Z",
        result_disclosure="private",
    ),
    Ceremony(EditionId(4)),
    Ceremony(EditionId(4), "Gala", date="2025-09-25T19:00[Europe/London]", place="Leeds", status="held"),
    Deadline(EditionId(4), "entries close", date="2025-06-30"),
    Nominee("Fleet"),
    Nominee("Lancashire County Council", "organisation"),
    Nominee("Fleet", part_of=NomineeId(1)),
    Nomination(CategoryId(5)),
    Nomination(
        CategoryId(5),
        "Safer roads",
        NomineeId(9),
        text="…",
        credits=[NomineeId(2), Credit(NomineeId(3), credited_as="The Fleet", role="producer", share="1/3")],
        stage="shortlisted",
        reached={"longlisted": None, "shortlisted": "2025-08-15"},
        outcome="won",
        decided="2025-11-20",
        place=1,
        share="1/2",
        standing="rescinded",
        acceptance="refused",
        disclosure="embargoed",
        embargo="2026-01-01T00:00:00.000001Z",
    ),
    Credit(NomineeId(1), nomination=NominationId(7)),
    Evidence(
        NomineeId(1),
        kind="measure",
        measure=Measure("older people waiting", "people", Figure("2025-04", 1850), Figure("2025-07", "1075.50")),
        date="2025-08",
    ),
    Cost(NominationId(1), -12500, "GBP", kind="entry fee"),
    Source("Staff newsletter", url="https://example.org", published="2025-08-15"),
    Alias("Costa", "2006/2021"),
    Figure(None, "41.9"),
]


@pytest.mark.parametrize("value", EXAMPLES, ids=lambda value: type(value).__name__)
class TestEveryKind:
    def test_what_can_be_made_is_shown_as_the_code_that_makes_it(self, value):
        assert eval(repr(value)) == value

    def test_is_equal_to_its_copies(self, value):
        for twin in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value)), value.replace()):
            assert twin == value
            assert hash(twin) == hash(value)

    def test_cannot_be_changed(self, value):
        field = type(value)._fields[0]
        with pytest.raises(AttributeError):
            setattr(value, field, getattr(value, field))
        with pytest.raises(AttributeError):
            value.something_else = 1

    def test_is_made_again_from_its_fields(self, value):
        assert type(value)(**{field: getattr(value, field) for field in type(value)._fields}) == value

    def test_has_a_signature(self, value):
        import inspect

        parameters = inspect.signature(type(value)).parameters
        by_position = [name for name, each in parameters.items() if each.kind is each.POSITIONAL_OR_KEYWORD]
        assert tuple(by_position) == type(value).__match_args__
        assert set(parameters) == set(type(value)._fields)


def test_the_key_goes_by_position_and_the_rest_by_keyword():
    assert Edition(AwardId(1), "2025") == Edition(label="2025", award=AwardId(1))
    assert Nominee("Fleet", "team", NomineeId(1)) == Nominee("Fleet", part_of=NomineeId(1))
    assert Cost(EditionId(1), 500, "GBP").amount == 500
    with pytest.raises(TypeError, match="name by position"):
        Award("Booker Prize", "https://example.org")
    with pytest.raises(TypeError, match="multiple values for argument 'name'"):
        Award("Booker Prize", name="Booker")
    with pytest.raises(TypeError, match="missing the argument 'label'"):
        Edition(AwardId(1))


def test_an_unknown_field_names_the_close_ones():
    with pytest.raises(TypeError, match=r"Award has no field 'alias'; did you mean 'aliases'\?"):
        Award("Booker Prize", alias=[])
    with pytest.raises(TypeError, match="did you mean 'place'"):
        Ceremony(EditionId(1)).replace(plac="Leeds")


def test_matching_by_position():
    match Edition(AwardId(1), "2025"):
        case Edition(award, label):
            assert (award, label) == (AwardId(1), "2025")


def test_fields_have_the_types_of_python():
    nomination = Nomination(
        CategoryId(1),
        credits=[NomineeId(1)],
        share="2/4",
        stage="longlisted",
        reached={"longlisted": "2025"},
        embargo="2026-03-02T11:30:00+01:00",
    )
    assert nomination.share == fractions.Fraction(1, 2)
    assert type(nomination.share) is fractions.Fraction
    assert nomination.stage is laurels.Stage.longlisted
    assert nomination.credits == (Credit(NomineeId(1)),)
    assert nomination.reached == {laurels.Stage.longlisted: laurels.When("2025")}
    assert nomination.embargo == dt.datetime(2026, 3, 2, 10, 30, tzinfo=dt.timezone.utc)
    assert nomination.work is None
    assert nomination.id is None
    assert nomination.revision == 0
    figure = Figure("2025", decimal.Decimal("12.50"))
    assert str(figure.value) == "12.50"
    with pytest.raises(TypeError):
        nomination.extra["a"] = "b"


def test_the_measure_of_the_inspection():
    measure = Measure("older people waiting", "people", Figure("2025-04", 1850), Figure("2025-07", 1075))
    assert measure.difference() == decimal.Decimal(-775)
    assert measure.relative_change() == fractions.Fraction(-31, 74)
    assert round(float(measure.relative_change()) * 100, 1) == -41.9
    assert measure.display() == "1,850 to 1,075 people: -775 (-41.9 %)"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Award(b"x"), "Award.name must be str, not bytes; decode it first"),
        (lambda: Award(3), "Award.name must be str, not int"),
        (lambda: Award(None), "Award.name must be str, not None"),
        (lambda: Award("x", aliases="y"), "Award.aliases must be a list of Alias . str, not str"),
        (lambda: Award("x", extra=[("a", "b")]), "Award.extra must be a mapping"),
        (lambda: Award("x", extra={"a": 1}), "must be str, not int"),
        (lambda: Edition(3, "2025"), "write AwardId"),
        (lambda: Edition("Booker", "2025"), "Edition.award must be an Award or AwardId, not str"),
        (lambda: Edition(AwardId(1), "2025", date=2025), "write the year as a str"),
        (lambda: Nomination(CategoryId(1), share=0.5), "a float is not exact"),
        (lambda: Nomination(CategoryId(1), place=True), "Nomination.place must be int, not bool"),
        (lambda: Nomination(CategoryId(1), stage=3), "a Stage or its name"),
        (lambda: Figure("2025", 1.5), "a float is not exact"),
        (lambda: AwardId("3"), "value must be int, not str"),
        (lambda: AwardId(True), "value must be int, not bool"),
    ],
)
def test_other_types_are_refused(make, message):
    with pytest.raises(TypeError, match=message):
        make()


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: Award("\ud800"), "Award.name"),
        (lambda: Award("x", extra={"a": "\udcff"}), "Award.extra['a']"),
        (lambda: Nomination(CategoryId(1), stage="finalist"), "Nomination.stage"),
        (lambda: Nomination(CategoryId(1), share="1/0"), "Nomination.share"),
        (lambda: Nomination(CategoryId(1), place=2**63), "Nomination.place"),
        (lambda: Figure("2025", "12,5"), "Figure.value"),
        (lambda: Figure("2025", decimal.Decimal("NaN")), "Figure.value"),
        (lambda: Edition(Award("not stored"), "2025"), "Edition.award"),
        (lambda: Edition(AwardId(1), "2025", date="2025-13"), "Edition.date"),
    ],
)
def test_values_that_are_not_allowed_say_where(make, field):
    with pytest.raises(laurels.InvalidValue) as caught:
        make()
    assert caught.value.field == field
    assert field in str(caught.value)


def test_an_id_of_another_kind():
    with pytest.raises(laurels.WrongKind) as caught:
        Edition(NomineeId(1), "2025")
    assert caught.value.allowed == (laurels.Kind.award,)
    assert caught.value.given is laurels.Kind.nominee
    with pytest.raises(laurels.WrongKind):
        Nomination(CategoryId(1), credits=[AwardId(1)])


class TestIds:
    def test_are_strong_by_kind(self):
        assert AwardId(3) == AwardId(3)
        assert AwardId(3) != EditionId(3)
        assert AwardId(3) != 3
        assert len({AwardId(3), AwardId(3), EditionId(3)}) == 2
        assert sorted([AwardId(3), AwardId(1)]) == [AwardId(1), AwardId(3)]
        with pytest.raises(TypeError):
            assert AwardId(1) < EditionId(2)

    def test_as_text(self):
        assert str(AwardId(3)) == "award:3"
        assert repr(AwardId(3)) == "AwardId(3)"
        assert laurels.RecordId.parse("award:3") == AwardId(3)
        assert (AwardId(3).kind, AwardId(3).value) == (laurels.Kind.award, 3)

    @pytest.mark.parametrize("text", ["award", "award:", "award:0", "award:-1", "award:x", "prize:3", "award:3 ", ""])
    def test_other_text_is_none(self, text):
        with pytest.raises(laurels.InvalidValue):
            laurels.RecordId.parse(text)

    def test_start_at_one(self):
        with pytest.raises(laurels.InvalidValue, match="from 1"):
            AwardId(0)

    def test_are_copied_and_pickled(self):
        for twin in (copy.deepcopy(AwardId(3)), pickle.loads(pickle.dumps(AwardId(3)))):
            assert twin == AwardId(3)


class TestEnumerations:
    def test_take_their_names(self):
        assert laurels.Stage("shortlisted") is laurels.Stage.shortlisted
        assert laurels.Disclosure("private") is laurels.Disclosure.private
        assert Nominee("x", laurels.NomineeKind.work).kind == "work"

    def test_are_equal_to_their_names(self):
        assert laurels.Stage.draft == "draft"
        assert laurels.Stage.draft != "shortlisted"
        assert laurels.Stage.draft != laurels.Outcome.pending
        assert {laurels.Stage.draft: 1}["draft"] == 1
        assert f"{laurels.Outcome.highly_commended}" == "highly_commended"
        assert eval(repr(laurels.Outcome.won)) is laurels.Outcome.won

    def test_other_names_are_refused_with_a_list(self):
        with pytest.raises(laurels.InvalidValue, match="'draft', 'submitted', 'longlisted' or 'shortlisted'"):
            laurels.Stage("finalist")

    def test_are_pickled(self):
        assert pickle.loads(pickle.dumps(laurels.Stage.draft)) is laurels.Stage.draft

    def test_an_unknown_answer_is_not_true(self):
        with pytest.raises(TypeError, match="compare it"):
            bool(laurels.Date("2025-11").before("2025-11-20"))


def test_a_stored_record_is_not_shown_as_code(registry):
    award = registry.add(Award("Booker Prize"))
    assert repr(award) == "<Award award:1: 'Booker Prize'>"
    assert award.id == AwardId(1)
    assert award.revision > 0
    assert award != Award("Booker Prize")
    assert pickle.loads(pickle.dumps(award)) == award


def test_a_new_record_is_made_of_a_stored_one(registry, council):
    again = council.joint.replace(id=None, title="Once more")
    assert again.id is None
    assert again.revision == 0
    assert all(credit.id is None and credit.nomination is None for credit in again.credits)
    assert registry.add(again).id == NominationId(4)
    with pytest.raises(TypeError, match="id can only be None"):
        council.joint.replace(id=NominationId(9))


@pytest.mark.skipif(sys.version_info < (3, 13), reason="copy.replace came with Python 3.13")
def test_the_replace_of_the_standard_library():
    assert copy.replace(Award("a"), name="b") == Award("b")


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
mappings = st.dictionaries(text, text, max_size=3)
days = st.dates().map(str)
nominations = st.builds(
    Nomination,
    st.integers(1, 2**62).map(CategoryId),
    text,
    st.none() | st.integers(1, 99).map(NomineeId),
    text=text,
    credits=st.lists(
        st.builds(
            Credit,
            st.integers(1, 99).map(NomineeId),
            role=text,
            credited_as=text,
            share=st.none() | st.fractions(0, 1, max_denominator=99),
            extra=mappings,
        ),
        max_size=3,
    ),
    stage=st.sampled_from(list(laurels.Stage)),
    reached=st.dictionaries(st.sampled_from(list(laurels.Stage)), st.none() | days, max_size=3),
    outcome=st.sampled_from([outcome.name for outcome in laurels.Outcome]),
    decided=st.none()
    | st.dates()
    | st.datetimes(timezones=st.just(dt.timezone.utc)).map(lambda t: t.replace(microsecond=0)),
    place=st.none() | st.integers(-(2**63), 2**63 - 1),
    share=st.none() | st.fractions(0, 1, max_denominator=99),
    embargo=st.none() | st.datetimes(timezones=st.just(dt.timezone.utc)),
    identifiers=mappings,
    extra=mappings,
)


@given(nominations)
def test_any_nomination_goes_round(nomination):
    assert eval(repr(nomination)) == nomination
    assert pickle.loads(pickle.dumps(nomination)) == nomination
    assert Nomination(**{field: getattr(nomination, field) for field in Nomination._fields}) == nomination


@given(text, mappings)
def test_any_text_comes_back_as_it_was(name, extra):
    award = Award(name, extra=extra)
    assert award.name == name
    assert award.extra == extra
    assert eval(repr(award)) == award


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**13), max_value=10**13))
def test_any_figure_comes_back_as_it_was(value):
    figure = Figure(None, value)
    assert figure.value == value
    assert eval(repr(figure)) == figure
