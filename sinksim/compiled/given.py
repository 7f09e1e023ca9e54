"""Columns of a given case: the recorded log and the initial backlog."""

ARISEN, SERVICE, ORIGIN, LAYER, ORDINAL, URGENCY, REQUIRES, SEGMENT, ENTER, STREAM, ORDER = range(11)
WIDTH = 11
