"""The page Cetak: choose a paper and whose, look at it, save or print it."""
