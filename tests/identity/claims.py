"""What the provider says of its people, and in which ways it can be made to say it wrong."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path
from typing import Any

from oauth2_provider.oauth2_validators import OAuth2Validator

UNVERIFIED = "overifierad"
"""The last name of people whose address the provider has not verified."""


def faults() -> dict[str, Any]:
    """Claims to be told instead of the true ones; "tampered" changes them after the signing."""
    file = Path(os.environ["IDENTITY_FOLDER"]) / "faults.json"
    return json.loads(file.read_text()) if file.exists() else {}


class Claims(OAuth2Validator):  # type: ignore[misc]  # it has no types
    def get_additional_claims(self, request: Any) -> dict[str, Any]:
        user = request.user
        return {
            "name": user.first_name,
            "email": user.email,
            "email_verified": user.last_name != UNVERIFIED,
        }

    def get_id_token_dictionary(self, token: Any, token_handler: Any, request: Any) -> Any:
        claims, expires = super().get_id_token_dictionary(token, token_handler, request)
        claims |= {name: told for name, told in faults().items() if name != "tampered"}
        return claims, expires

    def finalize_id_token(self, id_token: Any, token: Any, token_handler: Any, request: Any) -> str:
        told: str = super().finalize_id_token(id_token, token, token_handler, request)
        tampered = faults().get("tampered")
        if not tampered:
            return told
        head, claims, signature = told.split(".")
        padded = claims + "=" * (-len(claims) % 4)
        other = json.loads(base64.urlsafe_b64decode(padded)) | tampered
        claims = base64.urlsafe_b64encode(json.dumps(other).encode()).decode().rstrip("=")
        return f"{head}.{claims}.{signature}"
