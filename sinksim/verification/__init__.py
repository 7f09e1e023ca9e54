"""Proof against theory and against published figures."""
