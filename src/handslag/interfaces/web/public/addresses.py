"""The addresses of what is published, which last: as words in Swedish, and as paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from handslag.domain.publications.queries.shapes import Address

KINDS = {"kallelse": "notice", "protokoll": "minutes"}
"""What stands last in an address, and the kind it is. It is "protokoll" whatever form the minutes
have, since that may change and an address may not."""
WORDS = {kind: word for word, kind in KINDS.items()}


class KindConverter:
    """The kind of a publication in an address."""

    regex = "|".join(KINDS)

    def to_python(self, value: str) -> str:
        """The kind as the domain knows it."""
        return KINDS[value]

    def to_url(self, value: str) -> str:
        """The word for it."""
        return WORDS[value]


def path_to(address: Address) -> str:
    """The path of a publication, in its newest version."""
    return reverse("public:publication", args=[address.slug, address.meeting, address.kind])
