"""Positions in the scalars of a world: where its pools stand, what it has written, what lies before it."""

(
    SEQUENCE, PENDING, NOW, TOKENS, FREE_TOKENS, TOKENS_ALIVE, VISITS, FREE_VISITS, VISITS_ALIVE, ASSEMBLIES,
    FREE_ASSEMBLIES, ASSEMBLIES_ALIVE, RECORDS, LOGGED, KEEPS_VISITS, PLATFORM_DOWN, READY_HEAD, READY_TAIL, BRANCH_NEXT,
    BIRTHS, BIRTH_SOURCE, BIRTH_ORDINAL, GIVEN_NEXT, TICK_NEXT, RUN_KEY, PERSON_KEY,
    BURST, HEAPED, SLOT, SLOT_BITS, SHEETS, FREE_SHEETS, SHEETS_ALIVE, SAFE, ACCOUNTS,
    # Instructions walked; how many when simulated time last moved; at how many to hand back; the token that then walks on.
    WALKED, WALKED_BEFORE, PAUSE_AT, WALKER,
) = range(39)  # fmt: skip
# Six amounts of the ledger, then whether anything was ever charged to each.
LEDGER = 39
TOUCHED = 45
STAFF, FARES, TIME, OPERATION, CITIZEN, INSURER = range(6)
KINDS_OF_MONEY = ("cost_staff", "cost_fares", "cost_time", "cost_operation", "fee_citizen", "fee_insurer")
# How many cases have come to each end; how many ends there are.
ENDS, NUMBER_OF_ENDS = 51, 7
# From here on: where each calendar stands, then the hours of each kind of doors.
CALENDARS = 58
