"""A spreadsheet in, its rows out: every cell as text, with sheet and row number. Pure."""

from handslag.source.tables.shapes import Cell, CellKind, Row, Sheet, Tables

__all__ = ["Cell", "CellKind", "Row", "Sheet", "Tables"]
