"""The page Rekonsiliasi: the waterfall, the desk, its dialogs."""
