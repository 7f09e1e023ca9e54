"""From files, tables and settings to a validated scenario, and no further."""
