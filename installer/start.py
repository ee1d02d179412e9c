"""What the bundle starts: the same as the command ``polima``."""

from __future__ import annotations

import sys

from polima_desktop.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
