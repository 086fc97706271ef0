"""From the bytes of a file to its canonical text: one module a format, `whole` tells them apart.

Whoever only wants to know what reading gives, or why it failed, loads none of the libraries that
take files apart.
"""

from handslag.source.reading.result import Reading, ReadingError

__all__ = ["Reading", "ReadingError"]
