"""A tagged PDF tells which lines are heads and feet of its pages; nothing is read there."""

from __future__ import annotations

import typst

from handslag.source.reading.whole import read_text

SOURCE = """
#set document(title: "Kallelse")
#set text(lang: "sv")
#set page(
  header: [Länsnätverket, kallelse #h(1fr) #context counter(page).display()],
  footer: [Slussgatan 4],
)
= Länsnätverket
Kallelsen går till alla.
#pagebreak()
Andra sidans text. Slussgatan 4 ligger i Almstad.
"""


def asides(source: str, *, tagged: bool = True) -> list[str]:
    made = typst.compile(source.encode(), format="pdf", pdf_tags=tagged)
    text = read_text(bytes(made), name="x.pdf").text
    return [" ".join(text.quote(span).split()) for span in text.asides]


def test_heads_and_feet_are_told_apart_and_the_first_head_is_kept():
    assert asides(SOURCE) == ["Slussgatan 4", "Länsnätverket, kallelse 2", "Slussgatan 4"]


def test_a_file_without_tags_tells_nothing():
    assert asides(SOURCE, tagged=False) == []


def test_the_same_words_in_the_text_are_no_foot():
    without = SOURCE.replace("footer: [Slussgatan 4]", "footer: none")
    assert asides(without) == ["Länsnätverket, kallelse 2"]
