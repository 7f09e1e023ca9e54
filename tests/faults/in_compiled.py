"""Faults in the fast engine: the readable one lives otherwise."""

from tests.faults.fault import AGREEMENT, VERBS, Fault, worked

# Anywhere in the folder: what is quick to run moves often.
COMPILED = "compiled"

FAULTS = (
    Fault(
        "events of one instant come in the wrong order",
        COMPILED,
        "return events[i + EVENT.key] < key",
        "return events[i + EVENT.key] > key",
    ),
    Fault(
        "a clock stopped at its deadline is broken, fast engine",
        COMPILED,
        "if stopped and now <= token_row[at + CLOCK_STATE.due]",
        "if stopped and now < token_row[at + CLOCK_STATE.due]",
    ),
    Fault(
        "whoever queues again has the same patience",
        COMPILED,
        "key, draw, visits_counted(token_row, row[SLOT])",
        "key, draw, 0",
    ),
    Fault(
        "the wait on the list one tier up begins at the alert",
        COMPILED,
        "twin_row[VISIT.urgency] = visit_row[VISIT.since], visit_row",
        "twin_row[VISIT.urgency] = now, visit_row",
    ),
    Fault(
        "services that end with the shift are interrupted",
        COMPILED,
        "ending += 1",
        "ending += 0",
    ),
    Fault(
        "time on site beyond the horizon is counted",
        COMPILED,
        "min(until, plan.ints[HEAD.horizon]) - now",
        "until - now",
    ),
    Fault(
        "a case is sent back once too often",
        COMPILED,
        "row[CHECK.jump_slot]] >= row[CHECK.at_most]",
        "row[CHECK.jump_slot]] > row[CHECK.at_most]",
    ),
    Fault(
        "steps at the bound of a counter are walked every time",
        COMPILED,
        "row[CHECK.jump_slot]] > row[CHECK.at_most]",
        "row[CHECK.jump_slot]] > 2 * row[CHECK.at_most]",
    ),
    Fault(
        "a department asks its own luck for an attribute of its case",
        COMPILED,
        "uniform_of(case_row, draw_of(plan, pc), 0, 0)",
        "uniform_of(token_row, draw_of(plan, pc), 0, 0)",
    ),
    Fault(
        "heavy departments have their turn last",
        COMPILED,
        "draws.turn(uniform, plan.reals[first + position])",
        "draws.turn(uniform, 1 / plan.reals[first + position])",
    ),
    Fault(
        "a hollow closure is opened again once too often",
        COMPILED,
        "row[CLOSE.jump_slot]] >= row[CLOSE.at_most]",
        "row[CLOSE.jump_slot]] > row[CLOSE.at_most]",
    ),
    Fault(
        "the load of a station leaves out who is served",
        COMPILED,
        "station_row[STATION.present], station_row[STATION.capacity])",
        "station_row[STATION.present] - station_row[STATION.busy], station_row[STATION.capacity])",
    ),
    Fault(
        "an interrupted case resumes at the tail, fast engine",
        COMPILED,
        "(0 if first else 1)\n    put_first(state, visit)",
        "(0 if first else 1)\n    put_last(state, visit)",
    ),
    Fault(
        "who comes at a meeting's very instant is heard, fast engine",
        COMPILED,
        "rules.next_meeting(now, row[MEET.every], first)",
        "rules.next_meeting(now - 1, row[MEET.every], first)",
    ),
    Fault(
        "last come, first served, fast engine",
        COMPILED,
        "    else:\n        put_last(state, visit)\n    if not free:",
        "    else:\n        put_first(state, visit)\n    if not free:",
    ),
    Fault(
        "who comes at exactly closing time is served, fast engine",
        COMPILED,
        "TIE.HOURS + calendar",
        "TIE.ARRIVAL + calendar",
    ),
    Fault(
        "the overhead of a fork runs day and night, fast engine",
        COMPILED,
        "after(plan, row[DEPARTMENTS.calendar], now, span)",
        "now + span",
    ),
    Fault(
        "an alert comes after those who queue at its instant, fast engine",
        COMPILED,
        "TIE.CLOCK + (clock",
        "TIE.RETURN + (clock",
    ),
    Fault(
        "people at an opening join in the order of their cases, fast engine",
        COMPILED,
        "TIE.OPENING + would_have_arrived, token",
        "TIE.OPENING + token_row[TOKEN.order], token",
        (VERBS, AGREEMENT),
    ),
    Fault(
        "a trip that is not made is counted, fast engine",
        COMPILED,
        "        wait_at_home(plan, state, token, pc, opening, now + delay, now)\n        return\n",
        "        wait_at_home(plan, state, token, pc, opening, now + delay, now)\n"
        "        account(state, token_row[TOKEN.case])[TOKEN.trips] += 1\n        return\n",
        (VERBS, AGREEMENT),
    ),
    Fault(
        "the warm-up counts in the window's figures, fast engine",
        COMPILED,
        "add_totals(state, n, sign=-1, now=now)",
        "add_totals(state, n, sign=0, now=now)",
        (VERBS, AGREEMENT),
    ),
    Fault(
        "of two who are blocked the later one moves on first",
        COMPILED,
        "first = state.visits[last, VISIT.next]",
        "first = last",
        (AGREEMENT, VERBS),
    ),
    Fault(
        "whoever leaves does not tell those who are blocked",
        COMPILED,
        "station_row[STATION.room] >= 0 and station_row[STATION.blocked] >= 0",
        "station_row[STATION.room] >= 0 and station_row[STATION.blocked] > 1 << 40",
        (worked("blocking"), AGREEMENT),
    ),
    Fault(
        "a callback always finds a hollow closure, fast engine",
        COMPILED,
        "< plan.chance[answer, DETECT]",
        "<= 1.0",
        (worked("callback"),),
    ),
    Fault(
        "of queues alike the last named is taken, fast engine",
        COMPILED,
        "        if present < fewest:\n",
        "        if present <= fewest:\n",
        (worked("check"),),
    ),
    Fault(
        "a counter is not shared by the departments of a case, fast engine",
        COMPILED,
        "            token_row = state.tokens[token_row[TOKEN.case]]\n",
        "            token_row = state.tokens[token]\n",
        (worked("shared_counter"),),
    ),
    Fault(
        "of a case opened again the first answer is not judged, fast engine",
        COMPILED,
        "in (END.HOLLOW, END.OPEN)\n",
        "in (END.HOLLOW, END.HOLLOW)\n",
        (worked("satisfaction"),),
    ),
)
