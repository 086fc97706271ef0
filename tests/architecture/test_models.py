"""Relations between tables point the way that imports do: down the order, never up."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).parents[2]
OURS = [model for model in apps.get_models() if model.__module__.startswith("handslag.")]


def layers_of(container: str) -> list[set[str]]:
    """The layers of the import contract over `container`, the uppermost first."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    for contract in project["tool"]["importlinter"]["contracts"]:
        if contract["type"] == "layers" and contract["containers"] == [container]:
            return [
                {name.strip(" ()") for name in layer.split("|")} for layer in contract["layers"]
            ]
    raise LookupError(container)


def rank(package: str, container: str) -> int:
    """Where `package` stands among the layers: 0 is the uppermost."""
    name = package.removeprefix(f"{container}.").split(".")[0]
    return next(place for place, layer in enumerate(layers_of(container)) if name in layer)


def points_up(one: str, other: str) -> bool:
    """Whether a relation from a model in module `one` to one in module `other` goes upwards.

    Packages side by side may not point at each other either.
    """
    above, below = rank(one, "handslag"), rank(other, "handslag")
    if above != below:
        return above > below
    if not one.startswith("handslag.domain."):
        return one.split(".")[:3] != other.split(".")[:3]
    container = "handslag.domain"
    mine, theirs = one.split(".")[2], other.split(".")[2]
    return mine != theirs and rank(one, container) >= rank(other, container)


def relations(model: type[models.Model]) -> list[type[models.Model]]:
    fields = [*model._meta.fields, *model._meta.many_to_many]
    related = [field.remote_field.model for field in fields if field.remote_field]
    return [other for other in [*related, *model.__mro__[1:]] if other in OURS and other != model]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_no_relation_points_up(model):
    up = [
        other._meta.label
        for other in relations(model)
        if points_up(model.__module__, other.__module__)
    ]
    assert up == []


def test_the_models_are_found():
    assert {"registry.Body", "meetings.Meeting", "matters.Clause", "intake.Suggestion"} <= {
        model._meta.label for model in OURS
    }
    assert sum(len(relations(model)) for model in OURS) > 20


@pytest.mark.parametrize(
    ("one", "other", "up"),
    [
        ("handslag.domain.documents.models", "handslag.domain.matters.models", True),
        ("handslag.domain.matters.models", "handslag.domain.documents.models", False),
        ("handslag.domain.grants.models", "handslag.domain.agreements.models", True),
        ("handslag.domain.meetings.models", "handslag.intake.models", True),
        ("handslag.intake.models", "handslag.domain.meetings.models", False),
        ("handslag.intake.models", "handslag.output.search.models", True),
        ("handslag.domain.matters.models", "handslag.domain.matters.models", False),
    ],
)
def test_up_is_told_from_down(one, other, up):
    assert points_up(one, other) is up


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_table_says_what_it_means(model):
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}(")
    assert model.__str__ is not models.Model.__str__
