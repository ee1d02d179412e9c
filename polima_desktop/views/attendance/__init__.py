"""The page Kehadiran."""
