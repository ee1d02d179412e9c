"""The store itself as use cases: new stores, accounts, remembered passwords, the audit chain."""
