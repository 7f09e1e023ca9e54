"""Replications, comparisons and their statistics: from a plan and an engine to a result."""
