"""What the engines are called."""

READABLE, FAST = "agents", "compiled"
AUTO = "auto"
"""Chosen by the size of the run."""
