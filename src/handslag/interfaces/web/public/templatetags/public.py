"""Filters for what a published version says: words for its values, its few marks as HTML."""

from __future__ import annotations

from django import template

from handslag.interfaces.web.kit.rich import rendered
from handslag.interfaces.web.public import labels

register = template.Library()
register.filter("label", labels.label)
register.filter("marked", rendered)
