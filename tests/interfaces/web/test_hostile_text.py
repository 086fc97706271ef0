"""Whatever stands in a table, a page shows it as text."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.db import models
from django.db.models.fields.json import JSONField
from lxml import html

from tests.interfaces.web.everywhere import a_county, read

pytestmark = pytest.mark.django_db

MARKUP = "\"'><img src=x onerror=elak()><script>elak()</script><!--"
TEMPLATE = "{{ 7|add:35 }}{% now 'Y' %}{# x #}${7*6}<%= 42 %>"
ATTACK = MARKUP + TEMPLATE
SHORT = "'\"><b id=elak>"
"""Where a column has no room for more."""
DIGESTS = {
    *("sha256", "text_sha256", "searchable_sha256", "token_sha256", "digest", "previous"),
    *("values_digest", "salt", "key", "door", "session_key", "session_data", "state"),
    *("reading_state", "body_key", "to_key"),
}
"""Values that are made by the program and compared, never shown."""
WORDS_OF_OURS = {
    *("verb", "thing_type", "fact_type", "media_type", "code", "severity", "kind", "outcome"),
    *("settled", "reason", "holder", "reader", "password"),
}
"""Values out of a list in the code, though the table has them as text."""


PARTS_OF_ADDRESSES = {"publications.PublishedFile.name"}
"""Names that the program makes to stand in addresses, which lead nowhere with anything else."""


def our_text_columns() -> list[tuple[type[models.Model], models.Field[Any, Any]]]:
    return [
        (model, field)
        for model in apps.get_models()
        if model.__module__.startswith("handslag.") and not model._meta.label.startswith("audit.")
        for field in model._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField))
        and not isinstance(field, models.SlugField)  # made by the program for addresses
        and not field.choices
        and f"{model._meta.label}.{field.name}" not in PARTS_OF_ADDRESSES
        and field.name not in DIGESTS | WORDS_OF_OURS
    ]


def fill_every_text() -> int:
    """Put the attack into every text of every row; returns how many columns had rows."""
    filled = 0
    for model, field in our_text_columns():
        for row in model._default_manager.all():
            value = attack_for(field, row.pk)
            model._default_manager.filter(pk=row.pk).update(**{field.attname: value})
            filled += 1
    for model in apps.get_models():
        if model.__module__.startswith("handslag.intake"):
            for field in model._meta.concrete_fields:
                if isinstance(field, JSONField):
                    _fill_json(model, field.attname)
    return filled


def attack_for(field: models.Field[Any, Any], number: int) -> str:
    most = field.max_length or 10_000
    words = ATTACK if len(ATTACK) + 10 < most else SHORT
    return f"{number}{words}"[:most]


FREE = {"text", "heading", "name", "title", "by", "place", "organisation", "to_body", "label"}
"""Keys of suggestions that hold what a document says in its own words."""


def _fill_json(model: type[models.Model], column: str) -> None:
    for row in model._default_manager.all():
        value = _attacked(getattr(row, column))
        model._default_manager.filter(pk=row.pk).update(**{column: value})


def _attacked(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _attacked(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [_attacked(part, key) for part in value]
    return ATTACK if isinstance(value, str) and value and key in FREE else value


def text_of(tree: Any) -> str:
    return "".join(tree.itertext())


@pytest.fixture
def pages(client, settings) -> dict[str, str]:
    """Every page of a county whose every text is an attack, by its address."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.EMAIL_HOST = "mejl.exempel.se"
    county = a_county(client)
    assert fill_every_text() > 100
    found = {}
    for address in [*county.addresses().values(), "/sok/?q=elak", f"/sok/?q={MARKUP}"]:
        answer = client.get(address)
        assert answer.status_code < 500
        said = read(answer)
        if answer["Content-Type"].startswith("text/html") and answer.status_code == 200:
            found[address] = said
    return found


def test_no_text_becomes_markup_on_any_page(pages):
    shown = 0
    for address, page in pages.items():
        assert "<img src=x" not in page, address
        assert "<script>elak" not in page, address
        tree = html.document_fromstring(page)
        assert tree.xpath("//*[@onerror or @onload or @id='elak']") == [], address
        sources = [one.get("src") or one.get("type") for one in tree.iter("script")]
        assert all(sources), address
        assert "elak()" not in str(tree.xpath("//comment()")), address
        shown += "elak()" in text_of(tree)
    assert shown >= 15, "the pages show what stands in the tables"


def test_no_text_is_carried_out_as_a_template(pages):
    shown = 0
    for address, page in pages.items():
        text = text_of(html.document_fromstring(page))
        assert "\"'><img src=x onerror=elak()><script>elak()</script><!--42" not in text, address
        shown += "{{ 7|add:35 }}" in text
    assert shown >= 10


def test_no_address_in_a_page_is_a_script(pages):
    for address, page in pages.items():
        tree = html.document_fromstring(page)
        links = [
            value
            for one in tree.iter()
            for name, value in one.items()
            if name in {"href", "src", "action", "formaction"}
        ]
        for link in links:
            assert not str(link).strip().lower().startswith(("javascript:", "data:")), address


@pytest.mark.parametrize("words", ["Vera\r\nBcc: alla@exempel.se", "Vera\nAsk", "Vera\0Ask"])
def test_a_name_makes_no_header_of_a_letter(client, settings, words):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.EMAIL_HOST = "mejl.exempel.se"
    form = {"name": words, "email": "vera@exempel.se", "role": "reader", "scope": "county-0"}
    assert client.post("/konton/", form).status_code < 500
    for letter in mail.outbox:
        assert letter.recipients() == ["vera@exempel.se"]
        head = letter.message().as_string().partition("\n\n")[0]
        assert "\nBcc" not in head
