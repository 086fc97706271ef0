"""Making papers of what is true: the notice of a meeting, as text, as PDF and with all its papers.

Nothing here knows the database: a paper is made of the plain data of `paper`, which a caller
fills from the domain's queries. The package's own names are what callers use:
`as_text(paper) -> str`, `as_pdf(paper) -> bytes`, `bundle(paper) -> bytes`, and
`check(letterhead)`, which tells in Swedish what is wrong with a letterhead somebody has typed.
"""
