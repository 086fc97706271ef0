"""Filters for what a published version says: words for its values, its few marks as HTML."""

from __future__ import annotations

from django import template

from handslag.domain.publications.rules import says
from handslag.interfaces.web.kit.rich import rendered
from handslag.interfaces.web.public import labels

register = template.Library()
register.filter("label", labels.label)
register.filter("paper", labels.paper)
register.filter("the_paper", labels.the_paper)
register.filter("says", says)
register.filter("marked", rendered)
