"""The demo city: invented people over Baubau's real units, written as files like any office's.

``write_city`` is the way in. Importing the files is ``services.demo``'s work.
"""

from polima_desktop.demo.city import CityFiles, names_of, write_city
from polima_desktop.demo.clocking import MONTHS
from polima_desktop.demo.story import Story

__all__ = ["MONTHS", "CityFiles", "Story", "names_of", "write_city"]
