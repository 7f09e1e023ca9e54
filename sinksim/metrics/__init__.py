"""Batches of records, folded into mergeable integer aggregates and read as named indicators."""
