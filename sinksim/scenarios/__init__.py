"""What a user may say: the scenario's schema, its verbs, its laws of time, and how it is loaded."""
