"""What values of the register are called, for whoever reads them in the log."""

from __future__ import annotations

from handslag.domain.registry.models import (
    BodyKind,
    DecisionEffect,
    DecisionRule,
    LegalForm,
    OrganisationKind,
)

BODY_KINDS = BodyKind.choices
LEGAL_FORMS = LegalForm.choices
DECISION_RULES = DecisionRule.choices
DECISION_EFFECTS = DecisionEffect.choices
ORGANISATION_KINDS = OrganisationKind.choices
