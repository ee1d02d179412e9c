"""Papers as use cases: what stands on them, who signs, writing and verifying them."""
