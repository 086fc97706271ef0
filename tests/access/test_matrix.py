"""The reference tells who may what as the code has it."""

from __future__ import annotations

from tests.access.matrix import PAGE, page


def test_the_page_of_the_reference_is_as_the_code_has_it():
    assert PAGE.read_text() == page(), "python -m tests.access writes it anew"
