"""Pure rules: no Qt, SQLAlchemy, pandas, reportlab, files or clock (numpy is allowed)."""
