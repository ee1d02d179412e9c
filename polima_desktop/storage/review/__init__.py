"""Manual claims, the decisions on them and the files that prove them."""
