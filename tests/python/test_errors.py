"""Every error that a person can meet says what tests/errors/ holds, and leaves no mark on any file."""

from __future__ import annotations

import corpus
import pytest

CASES = corpus.cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.theme}-{case.name}")
def test_says_what_is_expected(case: corpus.Case) -> None:
    assert corpus.run(case) == case.expected


def test_page_is_made_from_them() -> None:
    texts = {case: case.expected for case in CASES}
    assert corpus.PAGE.read_text(encoding="utf-8") == corpus.page(texts)
