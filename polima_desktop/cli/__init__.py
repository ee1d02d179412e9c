"""The command line: the same services as the window. One module a family of verbs."""
