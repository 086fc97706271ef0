"""What is published, as the rule over access sees it where somebody wants to change it."""

from __future__ import annotations

from handslag.domain.access.things import Thing, of_body


def of(body_id: int) -> Thing:
    """What a body publishes. Reading it takes no permission, and is asked of nobody."""
    return Thing(scopes=frozenset({of_body(body_id)}))
