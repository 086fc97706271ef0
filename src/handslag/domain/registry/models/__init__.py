"""What the register keeps: bodies, organisations, people, and what was asked about their names."""

from handslag.domain.registry.models.asked import Answer, BodyMerger, NameKey, NameOfBody, NamePair
from handslag.domain.registry.models.bodies import (
    Body,
    BodyKind,
    BodyLink,
    BodyName,
    DecisionEffect,
    DecisionRule,
    LegalForm,
    LinkKind,
)
from handslag.domain.registry.models.mandates import Mandate
from handslag.domain.registry.models.organisations import (
    PRINCIPALS,
    County,
    GroupMembership,
    Organisation,
    OrganisationGroup,
    OrganisationKind,
    Population,
)
from handslag.domain.registry.models.people import (
    Affiliation,
    Membership,
    MembershipQuerySet,
    MembershipRole,
    Person,
    PersonName,
    PersonQuerySet,
    Seat,
)

__all__ = [
    "PRINCIPALS",
    "Affiliation",
    "Answer",
    "Body",
    "BodyKind",
    "BodyLink",
    "BodyMerger",
    "BodyName",
    "County",
    "DecisionEffect",
    "DecisionRule",
    "GroupMembership",
    "LegalForm",
    "LinkKind",
    "Mandate",
    "Membership",
    "MembershipQuerySet",
    "MembershipRole",
    "NameKey",
    "NameOfBody",
    "NamePair",
    "Organisation",
    "OrganisationGroup",
    "OrganisationKind",
    "Person",
    "PersonName",
    "PersonQuerySet",
    "Population",
    "Seat",
]
