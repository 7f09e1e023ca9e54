"""What watches a world under way without changing it: counts by step, and traces of chosen cases."""
