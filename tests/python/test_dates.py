"""Dates, times and instants in every form that Python has them in."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
import zoneinfo

import laurels
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laurels import AwardId, CategoryId, Ceremony, Date, Edition, EditionId, Nomination, Truth, When

UTC = dt.timezone.utc
LONDON = zoneinfo.ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "shown"),
    [
        ("2025-09-25", "2025-09-25", "2025-09-25", "25 September 2025"),
        ("2025-11", "2025-11-01", "2025-11-30", "November 2025"),
        ("2025-11~", "2025-11-01", "2025-11-30", "about November 2025"),
        ("2026-21", "2026-03-01", "2026-05-31", "spring 2026"),
        ("1927/1928", "1927-01-01", "1928-12-31", "1927\u20131928"),
        ("2025/..", "2025-01-01", None, None),
        ("../..", None, None, None),
    ],
)
def test_a_date_says_what_is_known(text, earliest, latest, shown):
    date = Date(text)
    assert str(date) == text
    assert repr(date) == f"Date({text!r})"
    assert date.earliest == (earliest and dt.date.fromisoformat(earliest))
    assert date.latest == (latest and dt.date.fromisoformat(latest))
    if shown:
        assert date.display() == shown


def test_one_day():
    day = Date("2025-09-25")
    assert day.exact
    assert day.to_date() == dt.date(2025, 9, 25)
    assert not Date("2025-11").exact
    with pytest.raises(laurels.InvalidDate, match="not known to the day"):
        Date("2025-11").to_date()


def test_comparisons_have_three_answers():
    november = Date("2025-11")
    assert november.before("2025-12-01") is Truth.yes
    assert november.before("2025-11-20") is Truth.unknown
    assert november.after(dt.date(2025, 11, 30)) is Truth.no
    assert Date("2025-11-20").within(november) is Truth.yes
    assert Date("2025-11-20").refines("2025-11")
    assert sorted([Date("2026"), Date("2025-11"), Date("2025")]) == [Date("2025"), Date("2025-11"), Date("2026")]
    assert Date("2025") < Date("2025-11")


@pytest.mark.parametrize("given_as", ["2025-09-25", Date("2025-09-25"), dt.date(2025, 9, 25)])
def test_a_date_is_taken_in_every_form(given_as):
    assert Edition(AwardId(1), "x", date=given_as).date == Date("2025-09-25")
    assert Ceremony(EditionId(1), date=given_as).date == When("2025-09-25")


@pytest.mark.parametrize(
    ("given_as", "text"),
    [
        (When("2025-09-25T19:00[Europe/London]"), "2025-09-25T19:00[Europe/London]"),
        (dt.datetime(2025, 9, 25, 19, tzinfo=LONDON), "2025-09-25T19:00[Europe/London]"),
        (dt.datetime(2025, 9, 25, 19, tzinfo=zoneinfo.ZoneInfo("UTC")), "2025-09-25T19:00Z"),
        (dt.datetime(2025, 9, 25, 18, tzinfo=UTC), "2025-09-25T18:00Z"),
        (
            dt.datetime(2025, 9, 25, 19, 0, 30, tzinfo=dt.timezone(dt.timedelta(hours=1))),
            "2025-09-25T18:00:30Z",
        ),
        (dt.datetime(2025, 10, 26, 1, 30, tzinfo=LONDON), "2025-10-26T01:30[Europe/London]"),
        (dt.datetime(2025, 10, 26, 1, 30, tzinfo=LONDON, fold=1), "2025-10-26T01:30Z"),
    ],
)
def test_a_time_is_taken_in_every_form(given_as, text):
    when = Ceremony(EditionId(1), date=given_as).date
    assert str(when) == text
    if isinstance(given_as, dt.datetime):
        assert when.instant == given_as.astimezone(UTC)  # a time that clocks show twice equals nothing in another zone


def test_a_time_has_parts():
    when = When("2025-09-25T19:00[Europe/London]")
    assert when.date == Date("2025-09-25")
    assert when.time == dt.time(19)
    assert when.zone == "Europe/London"
    assert when.instant == dt.datetime(2025, 9, 25, 18, tzinfo=UTC)
    assert when.display() == "25 September 2025, 19:00 (Europe/London)"
    day = When("2025-09-25")
    assert (day.time, day.zone, day.instant) == (None, "", None)


@pytest.mark.parametrize(
    "text",
    [
        "2025-13",
        "2025-02-30",
        "25/09/2025",
        "2025-9-25",
        "",
        "soon",
        "2025-09-25T19:00",
        "2025-09-25T19:00[Mars/Base]",
        "2025-03-30T01:30[Europe/London]",
        "2025-11T19:00[Europe/London]",
    ],
)
def test_what_is_no_date_is_refused_with_its_text(text):
    with pytest.raises(laurels.InvalidDate) as caught:
        Ceremony(EditionId(1), date=text)
    assert caught.value.field == "Ceremony.date"
    assert caught.value.text in text


def test_a_naive_datetime_is_refused():
    naive = dt.datetime(2025, 9, 25, 19)
    with pytest.raises(laurels.InvalidDate, match="has no time zone"):
        Ceremony(EditionId(1), date=naive)
    with pytest.raises(laurels.InvalidDate, match="has no time zone"):
        Nomination(CategoryId(1), embargo=naive)


@pytest.mark.parametrize(
    ("field", "value", "hint"),
    [
        ("date", dt.datetime(2025, 9, 25, tzinfo=UTC), "use .date()"),
        ("date", 2025, "write the year as a str"),
        ("date", 20.25, "datetime.date"),
        ("date", When("2025"), "datetime.date"),
    ],
)
def test_a_date_is_no_time(field, value, hint):
    with pytest.raises(TypeError, match=hint.replace("(", r"\(").replace(")", r"\)")):
        Edition(AwardId(1), "x", **{field: value})


def test_an_instant_is_no_day():
    with pytest.raises(TypeError, match="which instant of that day"):
        Nomination(CategoryId(1), embargo=dt.date(2025, 9, 25))
    with pytest.raises(laurels.InvalidDate, match="microseconds"):
        Ceremony(EditionId(1), date=dt.datetime(2025, 9, 25, 19, 0, 0, 1, tzinfo=UTC))


@pytest.mark.parametrize("value", [Date("2025-11~"), When("2025-09-25T19:00[Europe/London]")])
def test_are_copied_and_pickled(value):
    for twin in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value)), type(value)(value)):
        assert twin == value
        assert hash(twin) == hash(value)


@given(st.dates())
def test_any_day_goes_round(day):
    assert Date(day).to_date() == day
    assert str(Date(day)) == day.isoformat()
    assert eval(repr(Date(day))) == Date(day)


@given(st.datetimes(timezones=st.just(UTC)))
def test_any_instant_goes_round(instant):
    assert Nomination(CategoryId(1), embargo=instant).embargo == instant


@given(st.datetimes(dt.datetime(1, 1, 3), dt.datetime(9999, 12, 29), timezones=st.timezones()))
def test_any_time_keeps_its_instant(time):
    time = time.replace(microsecond=0)
    try:
        when = When(time)
    except laurels.InvalidDate:  # a local time that the clocks skip, or a zone that this system has not
        return
    assert when.instant == time.astimezone(UTC)


ends = st.one_of(
    st.dates().map(str),
    st.builds("{:04}-{:02}".format, st.integers(1, 9999), st.integers(1, 12)),
    st.builds("{:04}-{}".format, st.integers(1, 9999), st.integers(21, 24)),
    st.builds("{:04}".format, st.integers(1, 9999)),
)
dates = ends | st.builds("{}{}".format, ends, st.sampled_from("?~")) | st.builds("{}/..".format, ends)


@given(dates)
def test_any_date_goes_round_as_text(text):
    date = Date(text)
    assert str(date) == text
    assert Date(str(date)) == date
    assert date.within(date) is Truth.yes
