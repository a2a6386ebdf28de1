"""How things look: escaped, capped, elided, and without what says nothing."""

from __future__ import annotations

import re

import laurels
import pytest
from laurels import (
    Award,
    Category,
    Credit,
    Deadline,
    Edition,
    Evidence,
    Figure,
    Measure,
    Nomination,
    Nominee,
    Source,
    display,
)

SCRIPT = "<script>alert('x')</script> & \"more\""


def texts(html: str) -> list[str]:
    """What a reader sees of the HTML, cell by cell."""
    body = html.split("</style>")[-1]
    return [text for text in re.split(r"<[^>]*>", body) if text]


def test_markup_in_text_is_escaped(registry):
    award = registry.add(Award(SCRIPT, notes="<b>bold</b>"))
    edition = registry.add(Edition(award, "<i>2025</i>"))
    nominee = registry.add(Nominee("<img src=x onerror=alert(1)>"))
    registry.add(Nomination(registry.add(Category(edition, SCRIPT)), SCRIPT, credits=[nominee]))
    pages = [
        award._repr_html_(),
        registry.all(Award)._repr_html_(),
        registry.nominations()._repr_html_(),
        registry.nominations().nominee(SCRIPT)._repr_html_(),
        registry.history(award)._repr_html_(),
        registry._repr_html_(),
        registry.verify()._repr_html_(),
    ]
    for page in pages:
        assert "<script" not in page
        assert "<img" not in page
        assert "<b>" not in page
        assert set(re.findall(r"<(\w+)", page)) <= {"style", "div", "table", "thead", "tbody", "tr", "th", "td", "span"}
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; &quot;more&quot;" in pages[0]


def test_twenty_rows_and_how_many_more(registry):
    registry.add_all(Nominee(f"nominee {i:02}") for i in range(26))
    rows = registry.all(Nominee)
    text = repr(rows)
    assert "nominee 19" in text
    assert "nominee 20" not in text
    assert text.endswith("… and 6 more")
    html = rows._repr_html_()
    assert html.count("<tr>") == 21
    assert "… and 6 more" in html
    assert "more" not in repr(rows[:20])


def test_a_query_counts_what_it_does_not_show(registry):
    category = registry.add(Category(registry.add(Edition(registry.add(Award("a")), "1")), "c"))
    registry.add_all(Nomination(category, f"title {i:04}") for i in range(1234))
    html = registry.nominations()._repr_html_()
    assert html.count("<tr>") == 21
    assert "… and 1,214 more" in html


def test_columns_that_say_nothing_are_left_out(registry, council):
    heading = repr(registry.nominations().rows()).splitlines()[0].split()
    assert heading == ["id", "award", "edition", "category", "nominees", "stage", "outcome"]
    registry.rule(council.joint, "withdrawn", reason="they asked")
    assert "standing" in repr(registry.nominations().rows()).splitlines()[0]


def test_no_rows(registry):
    assert repr(registry.nominations().rows()) == "<no rows>"
    assert "no rows" in registry.nominations()._repr_html_()


def test_a_wide_table_fits(registry, council):
    registry.decide(council.joint, "won", on="2025-09-25", place=1, share="1/2")
    rows = registry.nominations().rows()
    for width in (40, 80, 200):
        lines = display.rows_text(rows, width).splitlines()
        assert max(map(len, lines)) <= width
        assert lines[0].startswith("id")
    assert "…" in display.rows_text(rows, 60).splitlines()[0]
    assert "UK Fleet Champions Awards" in display.rows_text(rows, 300)


def test_wide_characters_keep_columns_straight(registry):
    registry.add(Award("文学賞", url="https://a"))
    registry.add(Award("Cafe\u0301", url="https://b"))
    lines = repr(registry.all(Award)).splitlines()
    at = lines[0].index("url")
    assert lines[2].index("https") == at - 3  # three characters, twice as wide
    assert lines[3].index("https") == at + 1  # a mark that takes no room


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("Fête — “quoted” 文", "Fête — “quoted” 文"),
        ("two\nlines\tand a tab", "two lines and a tab"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("ab\u202edc", "ab\\u202edc"),
        ("a\u2066b\u2069", "a\\u2066b\\u2069"),
        ("zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff"),
        ("a\u2028b", "a\\u2028b"),
    ],
)
def test_control_and_direction_characters_are_seen(text, shown):
    assert display.visible(text) == shown


def test_control_characters_do_not_reach_a_terminal(registry):
    award = registry.add(Award("a", notes="over\rwritten", extra={"k": "\x1b[2J\u202e"}))
    for text in (
        repr(award),
        str(award),
        repr(registry.all(Award)),
        repr(registry.history(award)),
        award._repr_html_(),
    ):
        assert not set("\x1b\u202e\r") & set(text)


def test_long_text_is_cut_in_a_table(registry, council):
    evidence = registry.add(Evidence(council.fleet, text="word " * 500))
    assert len(max(texts(evidence._repr_html_()), key=len)) == 200
    assert len(max(repr(registry.evidence(council.fleet)).splitlines(), key=len)) <= 120


def test_a_record_in_lines(council):
    assert str(council.leeds).splitlines() == [
        f"Ceremony (ceremony:1, revision {council.leeds.revision})",
        "  edition  edition:1",
        "  date     25 September 2025",
        "  place    Leeds",
        "  status   planned",
    ]
    assert str(Award("Booker Prize")).startswith("Award (not stored)")
    credit = str(Nomination(council.care, credits=[Credit(council.fleet, role="driver", share="1/2")]))
    assert "nominee:2, driver, 1/2" in credit


def test_a_measure_is_shown_with_its_change(registry, council):
    measure = Measure("waiting", "people", Figure("2025-04", 1850), Figure("2025-07", 1075))
    record = registry.add(Evidence(council.council, kind="measure", measure=measure))
    assert "1,850 to 1,075 people: -775 (-41.9 %)" in str(record)


def test_a_history_says_who_and_when(registry, council):
    registry.revise(council.november, date="2025-11-20", source=Source("Winners page", published="2025-11-21"))
    history = registry.history(council.november, "date")
    heading = repr(history).splitlines()[0]
    assert "record" not in heading.split()
    assert {"before", "after", "known", "source", "recorded", "actor"} <= set(heading.split())
    shown = texts(history._repr_html_())
    assert {"November 2025", "20 November 2025", "15 August 2025", "Winners page, 21 November 2025"} <= set(shown)
    assert repr(history[1]) == (
        f"<HistoryEntry {history[1].seq}: ceremony:2 date: 'November 2025' -> '20 November 2025', "
        "by Winners page, 21 November 2025>"
    )


@pytest.mark.usefixtures("council")
def test_rows_are_a_sequence(registry):
    rows = registry.nominations().rows()
    assert isinstance(rows, laurels.Rows)
    assert len(rows) == 3
    assert isinstance(rows[1:], laurels.Rows)
    assert rows[1:] == tuple(rows)[1:]
    assert rows[-1] == rows[2]
    assert rows == registry.nominations().rows()
    assert hash(rows[0]) == hash(registry.nominations().rows()[0])
    with pytest.raises(TypeError):
        rows[0] = None


@pytest.mark.usefixtures("council")
def test_a_row_in_one_line(registry):
    assert repr(registry.nominations().rows()[0]) == (
        "<NominationRow nomination:1: UK Fleet Champions Awards | 2025 | Fleet Safety Partnership Award | "
        "Fleet; Road Safety | shortlisted | pending>"
    )


def test_the_card_of_a_registry(registry, council):
    registry.add(Deadline(council.fleet_2025, "entries close", date="9998-06-30"))
    registry.revise(council.november, date="9999-11")
    card = str(registry)
    assert "Registry in memory" in card
    assert "2 awards, 2 editions, 3 categories, 4 nominees, 3 nominations, 2 ceremonies, 1 deadline" in card
    lines = card.splitlines()
    following = lines[lines.index("next:") + 3 :]
    assert [line.split("  ")[0] for line in following] == ["30 June 9998", "November 9999"]
    html = texts(registry._repr_html_())
    assert {"30 June 9998", "entries close", "November 9999", "next"} <= set(html)
    assert "holds nothing yet" in str(laurels.in_memory())


@pytest.mark.usefixtures("council")
def test_a_view_says_what_it_is_a_view_of(registry, path):
    assert repr(registry.as_of(1)) == "<Registry in memory, as of change 1: read-only>"
    assert repr(registry.as_of("2999-09-01T18:30:00Z")) == (
        "<Registry in memory, as of 1 September 2999, 18:30 UTC: read-only>"
    )
    view = registry.known_on("2025-09-01")
    assert repr(view) == "<Registry in memory, as known on 1 September 2025: read-only>"
    assert str(view).splitlines()[0] == "Registry in memory, as known on 1 September 2025: read-only"
    assert "Registry in memory, as known on 1 September 2025: read-only" in texts(view._repr_html_())
    assert repr(view.as_of(1).known_on("2025-08-31")) == (
        "<Registry in memory, as of change 1, as known on 31 August 2025: read-only>"
    )
    assert repr(registry.view()) == "<Registry in memory, a view: read-only>"
    with laurels.open(path) as file:
        view = file.known_on("2025-09-01").known_on("2025-10-01")
        assert repr(view) == f"<Registry {str(path)!r}, as known on 1 September 2025: read-only>"
    view.close()
    assert repr(view) == f"<Registry {str(path)!r}, as known on 1 September 2025: closed>"


def test_a_query_that_fails_shows_why(registry):
    html = registry.nominations().award("No such prize")._repr_html_()
    assert any("No such prize" in text for text in texts(html)[1:])


def test_pages_are_readable_in_any_theme(registry, council):
    for html in (registry._repr_html_(), registry.nominations()._repr_html_(), council.joint._repr_html_()):
        style = html[: html.index("</style>")]
        colours = re.findall(r"(?:color|background)[^:;{]*:([^;}]*)", style)
        assert colours
        assert all(re.search(r"inherit|transparent|var\(|rgba\(|currentColor", colour) for colour in colours)
        assert "#" not in style
