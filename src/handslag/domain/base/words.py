"""Swedish words as keys: how two spellings are told to be the same."""


def key_of(words: str) -> str:
    """`words` with case and white space folded, for exact look-up; letters are never altered.

    "Länsnätverket  för  chefer" and "länsnätverket för chefer" have the same key; "Fröyen" and
    "Frøyen" do not: whether they are one person is for a reviewer to say.
    """
    return " ".join(words.split()).casefold()
