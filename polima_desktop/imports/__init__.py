"""Lists that come in: open a file, find its header by content, read each cell, name what is wrong.

Problems are values with sheet, row and column; nothing is raised for a bad row and nothing is
written here. What the rows change in the store is decided by ``services.importing``.
"""
