"""Pure rules of the registry: what a name tells of people and of bodies."""

from __future__ import annotations

from handslag.domain.registry.names import Likeness, likeness, one_letter_apart

__all__ = ["Likeness", "kind_from_name", "likeness", "one_letter_apart", "signs_minutes"]

_KINDS = (
    ("socialchef", "social-services-network"),
    ("chefsnätverk", "managers-network"),
    ("nätverk", "managers-network"),
    ("styrgrupp", "steering-group"),
    ("nämnd", "joint-committee"),
    ("programområde", "programme-area"),
    ("lpo", "programme-area"),
    ("arbetsgrupp", "working-group"),
    ("referensgrupp", "reference-group"),
    ("råd", "political-council"),
)


def kind_from_name(name: str) -> str:
    """The kind (a value of BodyKind) that a body's own name tells; "other" where it tells none.

    A first guess for a new body, which a reviewer can change.
    """
    folded = name.casefold()
    return next((kind for word, kind in _KINDS if word in folded), "other")


def signs_minutes(legal_form: str) -> bool:
    """Whether a body of this form (a value of LegalForm) keeps signed minutes (protokoll).

    Every form with powers of its own does; a network or group keeps notes (minnesanteckningar).
    """
    return legal_form != "network"
