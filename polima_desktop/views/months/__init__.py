"""The page Perhitungan: run the month, see who is held and why, follow an amount back."""
