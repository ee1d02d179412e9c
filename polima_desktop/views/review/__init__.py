"""The page Backup Manual: a queue of claimants, one day beside its record, the proof."""
