"""Making papers of what is true: notices and minutes, as text and as PDF, and all papers in one.

Nothing here knows the database: a paper is made of the plain data of `paper` or `minutes_paper`,
which a caller fills from the domain's queries. What callers use: `as_text`, `as_pdf` and `bundle`
make a notice, `minutes_text`, `minutes_pdf` and `minutes_docx` make minutes, of which `excerpt`
takes an item or a clause and `without_closed` what everybody may read; `check` tells in Swedish
what is wrong with a letterhead that somebody has typed.
"""

from handslag.output.generation.bundling import bundle
from handslag.output.generation.letterhead import Trouble, check
from handslag.output.generation.minutes_excerpt import excerpt
from handslag.output.generation.minutes_parts import without_closed
from handslag.output.generation.minutes_pdf import minutes_pdf
from handslag.output.generation.minutes_text import minutes_text
from handslag.output.generation.minutes_word import minutes_docx
from handslag.output.generation.pdf import as_pdf
from handslag.output.generation.text import as_text
from handslag.output.generation.typesetting import PaperError

__all__ = [
    "PaperError",
    "Trouble",
    "as_pdf",
    "as_text",
    "bundle",
    "check",
    "excerpt",
    "minutes_docx",
    "minutes_pdf",
    "minutes_text",
    "without_closed",
]
