"""Tables: columns and rows as values, one model, one view, two delegates."""

from polima_desktop.views.paint import Badge
from polima_desktop.views.tables.delegates import CellDelegate, TwoLineDelegate
from polima_desktop.views.tables.model import CELL_ROLE, Cell, Column, Row, RowModel, TwoLine
from polima_desktop.views.tables.view import DataTable, QueueList

__all__ = [
    "CELL_ROLE",
    "Badge",
    "Cell",
    "CellDelegate",
    "Column",
    "DataTable",
    "QueueList",
    "Row",
    "RowModel",
    "TwoLine",
    "TwoLineDelegate",
]
