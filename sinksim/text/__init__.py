"""Numbers, steps, stories and outcomes as words in both languages."""
