"""From what a user says to what an engine runs: tables and calendars, the graph of places, checks and the plan."""
