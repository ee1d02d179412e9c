"""What makes a slip prove itself: the signed statement in its QR symbol, and the office's keys.

``statement`` is what is said and how it is written, ``signing`` the Ed25519 signatures over it.
How a page is drawn and read back is ``reports``', who may make keys ``services.papers``'.
"""
