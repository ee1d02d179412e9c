"""Import batches and what rests on them."""
