"""Columns of a token: what walks. A case's main token begins with its record; a branch of a fork uses the times by kind."""

from sinksim.records import CASE_FIELDS, TIME_KINDS, names

(
    SERVICE, ORIGIN, LAYER, ORDINAL, SEGMENT, URGENCY, REQUIRES, CHANNEL, MARKS, ARISEN, FILED, RESPONDED, CLOSED, SOLVED,
) = range(14)  # fmt: skip
KINDS = 14
DISCOVER, TRAVEL, CLOSED_HOURS, QUEUE, IN_SERVICE, RELAY, BATCH, ASSEMBLE, MATCH, HOME, REWORK = range(11)
NUMBER_OF_KINDS = 11
(
    TIME_ALERT, CITIZEN_TIME, STAFF_TIME, CONTACTS, VISITS, TRIPS, HOPS, BOUNCES, DEPARTMENTS, TOP_TIER, PLACE_TIER,
    STARTED, KEPT, BROKEN, COST_STAFF, COST_FARES, COST_TIME, COST_OPERATION, FEE_CITIZEN, FEE_INSURER, END,
) = range(25, 46)  # fmt: skip
RECORD = 46
(
    KEY, ORDER, CASE, BRANCH, DEPARTMENT, PC, VISIT, ASSEMBLY, SPENDING, SINCE, LAST_WAY, LAST_FARE, RUNNING, OVERDUE,
    ALERT_SINCE, PENDING, BRANCHES, SIBLING, JOINED, FROZEN, ALIVE,
) = range(46, 67)  # fmt: skip
FROZEN_KINDS = 67
# From here on: counters of visits by slot, then three columns a clock.
FIXED = 78

WARNS, DUE, RING = range(3)
CLOCK_COLUMNS = 3

# What ALIVE says.
FREE, UNDER_WAY, PART = range(3)

assert names(CASE_FIELDS).index("time_discover") == KINDS
assert len(TIME_KINDS) == NUMBER_OF_KINDS
assert names(CASE_FIELDS).index("end") == END == RECORD - 1
