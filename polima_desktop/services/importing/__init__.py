"""What each kind of import does to the store: read against it, decide, write, take back.

``services.imports`` is the way in; nothing outside calls these modules directly.
"""
