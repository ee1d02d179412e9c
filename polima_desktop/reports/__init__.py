"""Papers that go out: data in, pages or workbooks out. reportlab lives here and nowhere else.

Nothing is read from the store and no amount is computed but sums of what is printed; who may
print what, and the data itself, is ``services``' work.
"""
