"""Rule sets as use cases: versions, trying them on cases, comparing them on a frozen month."""
