"""Swedish words as keys: how two spellings are told to be the same, and which comes first."""

import re


def key_of(words: str) -> str:
    """`words` with case and white space folded, for exact look-up; letters are never altered.

    "Länsnätverket  för  chefer" and "länsnätverket för chefer" have the same key; "Bröyen" and
    "Brøyen" do not: whether they are one person is for a reviewer to say.
    """
    return " ".join(words.split()).casefold()


_SWEDISH_ORDER = str.maketrans("åäæöøéèáüñ", "{||}}eeayn")
"""The three last letters of the alphabet as the three signs that stand after z."""


def order_of(words: str) -> str:
    """`words` as a key to sort by: the Swedish alphabet's order, letter case apart.

    Databases sort by the letters' numbers, which put Ä before Å and every small letter after Z.
    """
    return key_of(words).translate(_SWEDISH_ORDER)


def label_order(label: str) -> tuple[int, str]:
    """Labels of attachments in the order that people count: 2, 15, 15a, 16; others come last."""
    digits = re.match(r"\d{1,9}", label)
    if digits is None:
        return (10**9, order_of(label))
    return (int(digits[0]), order_of(label[digits.end() :]))
