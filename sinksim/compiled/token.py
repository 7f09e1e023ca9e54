"""Columns of a token: what walks, in cache lines of eight.

What every event looks at comes first, then the record of a case, then what some events look at. A branch of a fork uses the
times by kind of its record; of a case all of it becomes the record.
"""

from sinksim.core.records import CASE_FIELDS, TIME_KINDS, names

KEY, ORDER, CASE, PC, VISIT, SPENDING, SINCE, OVERDUE = range(8)
(
    SERVICE, ORIGIN, LAYER, ORDINAL, SEGMENT, URGENCY, REQUIRES, CHANNEL, MARKS, ARISEN, FILED, RESPONDED, CLOSED, SOLVED,
) = range(8, 22)  # fmt: skip
KINDS = 22
DISCOVER, TRAVEL, CLOSED_HOURS, QUEUE, IN_SERVICE, RELAY, BATCH, ASSEMBLE, MATCH, HOME, REWORK = range(11)
NUMBER_OF_KINDS = 11
(
    TIME_ALERT, CITIZEN_TIME, STAFF_TIME, CONTACTS, VISITS, TRIPS, HOPS, BOUNCES, DEPARTMENTS, TOP_TIER, PLACE_TIER,
    STARTED, KEPT, BROKEN, COST_STAFF, COST_FARES, COST_TIME, COST_OPERATION, FEE_CITIZEN, FEE_INSURER, END,
) = range(33, 54)  # fmt: skip
(
    RUNNING, FROZEN, ALIVE, SIBLING, LAST_WAY, LAST_FARE, BRANCHES, ASSEMBLY,
    DEPARTMENT, BRANCH, ALERT_SINCE, PENDING, JOINED,
) = range(56, 69)  # fmt: skip
FROZEN_KINDS = 69
# From here on: counters of visits by slot, then three columns a clock.
FIXED = 80

RECORD, RECORD_LENGTH = SERVICE, len(CASE_FIELDS)

WARNS, DUE, RING = range(3)
CLOCK_COLUMNS = 3

# What ALIVE says.
FREE, UNDER_WAY, PART = range(3)

assert names(CASE_FIELDS).index("time_discover") == KINDS - RECORD
assert len(TIME_KINDS) == NUMBER_OF_KINDS
assert names(CASE_FIELDS).index("end") == END - RECORD == RECORD_LENGTH - 1
