"""Every error that a person can meet says what tests/errors/ holds, and leaves no mark on any file."""

from __future__ import annotations

import corpus
import laurels
import pytest

CASES = corpus.cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.theme}-{case.name}")
def test_says_what_is_expected(case: corpus.Case) -> None:
    assert corpus.run(case) == case.expected


def test_page_is_made_from_them() -> None:
    texts = {case: case.expected for case in CASES}
    assert corpus.PAGE.read_text(encoding="utf-8") == corpus.page(texts)


@pytest.mark.parametrize("slip", [lambda r: r.get("award:1"), lambda r: r.get(), lambda r: r.add(1), lambda r: r.all()])
def test_slips_in_the_code_that_calls_are_plain_type_errors(slip) -> None:
    registry = laurels.in_memory()
    with pytest.raises(TypeError) as error:
        slip(registry)
    assert not isinstance(error.value, laurels.Error)
    award = registry.add(laurels.Award("a"))
    with pytest.raises(laurels.WrongKind) as both:
        registry.distinguish(registry.add(laurels.Nominee("n")), award)
    assert isinstance(both.value, TypeError)
