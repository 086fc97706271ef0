"""Making papers of what is true: the notice of a meeting, as text, as PDF and with all its papers.

Nothing here knows the database: a paper is made of the plain data of `paper`, which a caller
fills from the domain's queries. What callers use: `as_text`, `as_pdf` and `bundle` make a paper,
`check` tells in Swedish what is wrong with a letterhead that somebody has typed.
"""

from handslag.output.generation.bundling import bundle
from handslag.output.generation.letterhead import Trouble, check
from handslag.output.generation.pdf import as_pdf
from handslag.output.generation.text import as_text
from handslag.output.generation.typesetting import PaperError

__all__ = ["PaperError", "Trouble", "as_pdf", "as_text", "bundle", "check"]
