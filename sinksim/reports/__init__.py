"""Results as files and as text: CSV tables, a manifest that is enough to run again, and what a console shows."""
