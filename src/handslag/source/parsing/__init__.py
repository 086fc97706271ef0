"""From a canonical text to a meeting record, in pure stages, each a module named after it."""

from handslag.source.parsing.assemble import parse

__all__ = ["parse"]
