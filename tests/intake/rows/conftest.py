from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handslag.intake.rows import actions
from handslag.intake.rows.queries import preview
from tests.builders import VIEWER

if TYPE_CHECKING:
    from collections.abc import Callable

    from handslag.intake.rows.queries import Preview


@pytest.fixture
def given(db) -> Callable[..., int]:
    """Hand a list in, row by row with ; between the cells; its id."""

    def hand_in(*rows: str, name: str = "lista.csv") -> int:
        return actions.hand_in(viewer=VIEWER, name=name, data="\n".join(rows).encode())

    return hand_in


def shown(list_id: int, **asked) -> Preview:
    return preview(VIEWER, list_id, **asked)


def kinds(list_id: int) -> list[str]:
    """What becomes of each row, in order."""
    return [row.kind.value for row in shown(list_id).rows]


def reasons(list_id: int) -> list[str]:
    return [" ".join(row.reasons) for row in shown(list_id).rows if row.reasons]


def carried_out(list_id: int) -> int:
    return actions.carry_out(viewer=VIEWER, list_id=list_id, seen=shown(list_id).seen).done


def answer(list_id: int, number: int, said: str) -> None:
    """Answer of the row with that number."""
    (row,) = (row for row in shown(list_id).rows if row.number == number)
    assert said in {choice.value for choice in row.choices}, row.choices
    actions.decide(viewer=VIEWER, list_id=list_id, answers={row.id: said})
