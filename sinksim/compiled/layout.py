"""Columns of every array of the compiled engine, each declared once; what ``core.records`` declares is taken from there.

A row is read as ``tokens[token, TOKEN.since]``. Columns that are used together stand together, in cache lines of eight.
"""

from collections import namedtuple
from collections.abc import Mapping
from typing import Any

import numpy as np

from sinksim.core import records
from sinksim.core.records import CASE_FIELDS, TIME_KINDS, Channel, End, Mark, Tie, VisitEnd, names
from sinksim.core.stable_hash import stable_hash
from sinksim.plan import operations
from sinksim.plan.operations import Op


def _columns(array: str, *columns: str) -> Any:
    """Positions of columns by name."""
    positions = namedtuple(array, columns)  # type: ignore[misc]
    return positions(*range(len(columns)))


def _codes(name: str, values: Mapping[str, Any]) -> Any:
    """Named constants."""
    return namedtuple(name, values)(**values)


# --- the plan's tables ----------------------------------------------------------------------------------------------

# Of an instruction beside those of ``plan.operations``: the keys of its draw and of its patience.
DRAW_KEY, PATIENCE_KEY = operations.WIDTH, operations.WIDTH + 1
INSTRUCTION_WIDTH = 16

LAW = _columns("Law", "code", "fixed", "values", "cumulative", "length")
LAW_WIDTH = 5

# The head of a plan's whole numbers: sizes, and where each table begins (in the whole numbers or in the reals).
HEAD_COLUMNS = (
    "horizon", "origins", "slots", "clocks", "classes", "clock_shift", "ordinal_shift", "largest_set", "calendars",
    "rurals", "tiers", "given", "entry", "jumps", "weights", "sets", "set_templates", "set_keys", "phases", "role",
    "travel_ms", "travel_fare", "calendar_at", "calendar_times", "calendar_level", "calendar_opened", "calendar_return",
    "calendar_more", "followers_at", "followers", "deadline", "clock_calendar", "clock_alerts", "segment_fixed",
    "urgency_fixed", "requires_fixed", "requires_at", "institution", "one_channel", "file_at", "rural", "time_value",
    "reaches_shared", "segments", "urgencies", "profiles", "real_profiles", "real_group", "real_weights", "real_warn",
    "real_segment", "real_urgency", "real_requires", "real_adopt", "real_file", "warm_up", "window_end", "doors",
    "door_table", "door_at", "door_times", "door_open", "slot_at", "slot_times", "slot_first", "slot_each", "booked",
    "judged", "expected", "real_satisfaction", "set_weights",
)  # fmt: skip
HEAD = _columns("Head", *HEAD_COLUMNS)
HEAD_WIDTH = len(HEAD_COLUMNS)

# --- scalars of a world ---------------------------------------------------------------------------------------------

# Where its pools stand, what it has written, what lies before it. Instructions walked; how many when simulated time last
# moved; at how many to hand back; the token that then walks on.
_SCALARS = (
    "sequence", "pending", "now", "tokens", "free_tokens", "tokens_alive", "visits", "free_visits", "visits_alive",
    "assemblies", "free_assemblies", "assemblies_alive", "records", "logged", "keeps_visits", "platform_down",
    "ready_head", "ready_tail", "branch_next", "arrivals_due", "arrival_source", "arrival_ordinal", "given_next", "tick_next",
    "run_key", "person_key", "burst", "heaped", "slot", "slot_bits", "buckets", "free_buckets", "buckets_alive", "safe",
    "accounts", "walked", "walked_before", "pause_at", "walker",
)  # fmt: skip
KINDS_OF_MONEY = ("cost_fares", "cost_time", "cost_operation", "fee_citizen", "fee_insurer")
NUMBER_OF_ENDS = len(End)
SCALAR = _columns("Scalar", *_SCALARS)
# Amounts of the ledger; whether anything was ever charged to each; how many cases have come to each end; then where each
# calendar stands, and the hours of each kind of doors; then appointments given, by station and slot.
LEDGER = len(_SCALARS)
TOUCHED = LEDGER + len(KINDS_OF_MONEY)
ENDS = TOUCHED + len(KINDS_OF_MONEY)
CALENDARS = ENDS + NUMBER_OF_ENDS
MONEY = _columns("Money", *(name.partition("_")[2] for name in KINDS_OF_MONEY))

# --- what brings needs ----------------------------------------------------------------------------------------------

# A source of needs: one layer of one stream.
SOURCE = _columns(
    "Source", "service", "origin", "layer", "marks", "stream", "order", "profile_times", "profile_reals",
    "profile_length", "group_at", "group_length", "block", "size", "key", "person", "epoch", "interval", "count", "position",
    "gap_law",
)  # fmt: skip
SOURCE_WIDTH = 24
SOURCE_REAL = _columns("SourceReal", "rate", "keep", "area")
# Needs that arise together share the higher bits of their ordinals.
GROUP_BITS = 10

# A given case: the recorded log and the initial backlog.
GIVEN = _columns(
    "Given", "arisen", "service", "origin", "layer", "ordinal", "urgency", "requires", "segment", "enter", "stream",
    "order",
)  # fmt: skip
GIVEN_WIDTH = 11

# --- what walks -----------------------------------------------------------------------------------------------------

_WALK = ("key", "order", "case", "pc", "visit", "time_kind", "since", "overdue")
_SELDOM = (
    "running", "frozen", "alive", "sibling", "last_travel_time", "last_fare", "branches", "assembly", "department", "branch",
    "alert_since", "pending", "joined",
)  # fmt: skip
# A token: what every event looks at, the record of a case, what some events look at. A branch of a fork uses the times by
# kind of its record; of a case all of it becomes the record.
TOKEN = _columns("Token", *_WALK, *names(CASE_FIELDS), *_SELDOM)
RECORD, RECORD_LENGTH = TOKEN.service, len(CASE_FIELDS)
KIND = _columns("Kind", *TIME_KINDS)
NUMBER_OF_KINDS = len(TIME_KINDS)
TIMES = TOKEN.time_discover
FROZEN_TIMES = TOKEN.joined + 1
# From here on: counters of visits by slot, then the columns of each clock.
COUNTERS = FROZEN_TIMES + NUMBER_OF_KINDS
CLOCK_STATE = _columns("ClockState", "warns", "due", "event")
CLOCK_WIDTH = 3
# What ``VISIT.serving`` says; who is blocked keeps the server after service, until there is room at the next station.
WAITS, IS_SERVED, IS_BLOCKED = range(3)
# What ``TOKEN.alive`` says.
FREE, UNDER_WAY, PART = range(3)

# --- where it waits -------------------------------------------------------------------------------------------------

# A visit: one token's entry on one station's list, from joining to leaving.
VISIT = _columns(
    "Visit", "station", "token", "pc", "since", "serving", "priority_class", "previous", "next", "started", "residual", "ends",
    "busy", "twin", "assembly", "outcome", "due", "began", "joined", "urgency", "gives_up", "serving_previous", "serving_next",
    "appointed",
)  # fmt: skip
VISIT_WIDTH = 24

STATION = _columns(
    "Station", "capacity", "busy", "present", "busy_area", "present_area", "joined", "served", "most_waiting", "room",
    "preemptive", "tracks", "calendar", "tier", "wage", "staff_money", "serving", "payer", "servers", "level", "down",
    "interrupts", "escalates", "last_capacity", "last_overtime", "open_area", "overtime_area", "refused", "reneged", "withdrawn",
    "went_home", "blocked", "place_announced",
)  # fmt: skip
# Columns of the table of stations and of the log of visits, as they are handed over.
FIGURE, LOGGED = _columns("Figure", *names(records.STATION_FIELDS)), _columns("Logged", *names(records.VISIT_FIELDS))
# Head and tail of each list: two lists for each of the sixteen priorities that the schema allows, one in the alert zone.
LISTS = 32
STATION_WIDTH = LISTS + 2 * 2 * 16

# An assembly; after its columns, by department in the order of asking: stations, keys, visits.
ASSEMBLY = _columns("Assembly", "token", "pc", "number", "missing", "size", "asked")
ASSEMBLY_LISTS = 6

# --- events ---------------------------------------------------------------------------------------------------------

EVENT = _columns("Event", "time", "key", "number", "payload")
EVENT_WIDTH = 4
# A bucket of the wheel holds a few events of one slot or lap: a link to the next one of the same list, their number, them.
BUCKET = _columns("Bucket", "link", "length")
BUCKET_FIRST, BUCKET_EVENTS = 4, 7
BUCKET_WIDTH = BUCKET_FIRST + BUCKET_EVENTS * EVENT_WIDTH

# What an event is stands in the low bits of its payload, whom it concerns in the high bits.
EVENT_KIND = _columns(
    "EventKind", "WALKS_ON", "SERVICE_ENDS", "WORK_IS_DONE", "SOMEBODY_ARRIVES", "GIVES_UP", "DEADLINE_PASSES", "COMES_AGAIN",
    "NEED_ARISES", "GIVEN_ARISES", "HOURS_CHANGE", "WORLD_TICKS", "IS_GRANTED", "WINDOW_BEGINS", "WINDOW_ENDS",
    "PLACE_IS_LEFT",
)  # fmt: skip
KIND_BITS = 4
KIND_MASK = 15
BRANCH_BITS = 7

# --- codes of the records and of the operations, as plain numbers that compiled code takes for constants --------------

TIE_SHIFT = 59
TIE = _codes("Tie", {tie.name: int(tie) << TIE_SHIFT for tie in Tie})
# Comes before everything else of its instant.
FIRST = -1
END, CHANNEL, VISIT_END, MARK, OPERATION = (
    _codes(codes.__name__, {code.name: int(code) for code in codes}) for codes in (End, Channel, VisitEnd, Mark, Op)
)
ATTRIBUTE = _codes("Attribute", operations.ATTRIBUTES)
NUMBER_OF_ATTRIBUTES = len(operations.ATTRIBUTES)

# Why the kernel hands back.
FINISHED, PAUSED, SHORT = range(3)

# Keys of the draws that bring a need about, by name.
_NEED_DRAWS = ("arrival", "batch", "segment", "urgency", "requires", "adopt", "file", "person", "satisfaction")
NEED_DRAW = _codes("NeedDraw", {name: np.uint64(stable_hash(f"draw|{name}")) for name in _NEED_DRAWS})
