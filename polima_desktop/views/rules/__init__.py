"""The page Bobot & Indeks: activity weights, bands, tables, formulas and versions."""
