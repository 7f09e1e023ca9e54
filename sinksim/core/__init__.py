"""What everything else stands on: errors, records, draws, choices, and the doors to numba."""
