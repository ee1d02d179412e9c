"""Whether a picture shows a page as it was drawn: a scan or a photograph against our own drawing.

No letters are recognised. What should stand on the paper is known, so the picture is laid over the
page drawn anew (``laying``) and every letter is asked whether it looks more like itself or like
any other (``judging``). ``page`` is what is known of the page, ``pixels`` the arithmetic below.
Which page a picture should show, and what follows from a difference, is ``services.papers``'.
"""
