"""Documents whose pages have each become one line: where their lines began, told from the words.

A text that has come by way of a web page or a converter often has lost every line end, and the
signs of its paragraphs too. What is left are the numbers that count on from item to item, labels
that every form has in its head, and names in a row. From those the lines are found again, so that
later stages meet the document as it was laid out.

pages      page numbers, running heads and feet left out
numbers    the numbers that count on from item to item, and titles that have lost theirs
titles     where each title ends
heads      labels of the head, and people in rows
marks      words that sections begin with
clauses    clauses one after another
texts      where lines began in the text of items
parting    all of it together
"""

from __future__ import annotations

from handslag.source.parsing.run_together.heads import head_places, name_starts
from handslag.source.parsing.run_together.numbers import before_title
from handslag.source.parsing.run_together.parting import Part, part_pages

__all__ = ["Part", "before_title", "head_places", "name_starts", "part_pages"]
