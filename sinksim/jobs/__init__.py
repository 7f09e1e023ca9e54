"""Heavy work in the background: one queue for all who ask."""
