"""Faults in the fast engine: the readable one lives otherwise."""

from tests.faults.fault import AGREEMENT, VERBS, Fault

# Anywhere in the folder: what is quick to run moves often.
COMPILED = "compiled"

FAULTS = (
    Fault(
        "events of one instant come in the wrong order",
        COMPILED,
        "return events[i + KEY] < key",
        "return events[i + KEY] > key",
    ),
    Fault(
        "a clock stopped at its deadline is broken, fast engine",
        COMPILED,
        "if stopped and now <= c[at + T.DUE]",
        "if stopped and now < c[at + T.DUE]",
    ),
    Fault(
        "whoever queues again has the same patience",
        COMPILED,
        "np.uint64(row[I.PATIENCE_KEY]), passed(c, row[I.SLOT]))",
        "np.uint64(row[I.PATIENCE_KEY]), 0)",
    ),
    Fault(
        "the wait on the list one tier up begins at the alert",
        COMPILED,
        "t[V.KLASS] = v[V.SINCE], v[V.URGENCY]",
        "t[V.KLASS] = now, v[V.URGENCY]",
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
        "min(until, p.ints[H.HORIZON]) - now",
        "until - now",
    ),
    Fault(
        "a case is sent back once too often",
        COMPILED,
        "c[T.FIXED + row[I.D]] >= row[I.B]",
        "c[T.FIXED + row[I.D]] > row[I.B]",
    ),
    Fault(
        "a hollow closure is opened again once too often",
        COMPILED,
        "c[T.FIXED + row[I.D]] >= row[I.C]",
        "c[T.FIXED + row[I.D]] > row[I.C]",
    ),
    Fault(
        "the load of a station leaves out who is served",
        COMPILED,
        "w[S.PRESENT], w[S.CAPACITY])",
        "w[S.PRESENT] - w[S.BUSY], w[S.CAPACITY])",
    ),
    Fault(
        "an interrupted case resumes at the tail, fast engine",
        COMPILED,
        "T.OVERDUE] else 1)\n    put_first(s, i)",
        "T.OVERDUE] else 1)\n    put_last(s, i)",
    ),
    Fault(
        "who comes at a meeting's very instant is heard, fast engine",
        COMPILED,
        "rules.next_meeting(now, row[I.A], first)",
        "rules.next_meeting(now - 1, row[I.A], first)",
    ),
    Fault(
        "last come, first served, fast engine",
        COMPILED,
        "    else:\n        put_last(s, i)\n    if not free:",
        "    else:\n        put_first(s, i)\n    if not free:",
    ),
    Fault(
        "who comes at exactly closing time is served, fast engine",
        COMPILED,
        "M.HOURS_TIE + calendar",
        "M.ARRIVAL_TIE + calendar",
    ),
    Fault(
        "the overhead of a fork runs day and night, fast engine",
        COMPILED,
        "after(p, row[I.F], now, span)",
        "now + span",
    ),
    Fault(
        "an alert comes after those who queue at its instant, fast engine",
        COMPILED,
        "M.CLOCK_TIE + (clock",
        "M.RETURN_TIE + (clock",
    ),
    Fault(
        "people at an opening join in the order of their cases, fast engine",
        COMPILED,
        "M.OPENING_TIE + would_have_arrived, e",
        "M.OPENING_TIE + c[T.ORDER], e",
        (VERBS, AGREEMENT),
    ),
    Fault(
        "a trip that is not made is counted, fast engine",
        COMPILED,
        "        stay_home(p, s, e, pc, opening, now + way, now)\n        return\n",
        "        stay_home(p, s, e, pc, opening, now + way, now)\n        account(s, c[T.CASE])[T.TRIPS] += 1\n        return\n",
        (VERBS, AGREEMENT),
    ),
    Fault(
        "the warm-up counts in the window's figures, fast engine",
        COMPILED,
        "add_totals(s, n, -1, now)",
        "add_totals(s, n, 0, now)",
        (VERBS, AGREEMENT),
    ),
)
