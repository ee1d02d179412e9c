"""Two lists into one: comparing files, the stored case and its desk, worklists, papers.

The method itself is ``domain.matching``; ``files`` needs no store, everything else does.
"""
