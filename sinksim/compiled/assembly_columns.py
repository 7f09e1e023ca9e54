"""Columns of an assembly; after them, by department in the order of asking: stations, keys, visits."""

TOKEN, PC, NUMBER, MISSING, COUNT, ASKED = range(6)
LISTS = 6
