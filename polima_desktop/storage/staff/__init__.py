"""People, units, their papers and the lists of other offices."""
