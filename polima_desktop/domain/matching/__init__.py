"""Two lists of people held against each other: who is whom, and why a row has no partner.

Pure and deterministic: rows in, an ``Outcome`` out, the same for the same lists on every machine.
Reading files is ``imports``', keeping decisions ``storage``'s. The rooms, in the order of the work:
``rows`` and ``cleaning`` (what a row says), ``levels`` (how alike two rows are, field by field),
``candidates`` (which pairs are looked at), ``assignment`` (one to one), ``verdicts`` (how sure,
and what a score may never decide), ``leftovers`` (duplicates and reasons), ``bridge`` and
``engine``; ``desk`` lays people's decisions over it.
"""
