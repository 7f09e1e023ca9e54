"""Faults in what both engines share: agreement cannot see them, so that invariants and theory must."""

from tests.faults.fault import (
    LAWS,
    LOADS,
    NAIVE,
    OF_SHARED_RULES,
    SAME_LUCK,
    SHARES,
    VERBS,
    Fault,
    Suite,
    systems,
    worked,
)

DRAWS, RULE, ROTAS = "core/draws.py", "core/rules.py", "plan/rotas.py"

TIES = ("HOURS", "END_OF_SERVICE", "RENEGE", "CLOCK", "OPENING", "DELAY", "RETURN", "ARRIVAL")


def _fault(name: str, file: str, old: str, new: str, *first: Suite) -> Fault:
    """A fault whose likeliest suites are asked first, then all others."""
    return Fault(name, file, old, new, (*first, *(suite for suite in OF_SHARED_RULES if suite not in first)))


def _order(name: str, *ties: str) -> Fault:
    """Another order of what happens at one instant."""
    old, new = ("\n".join(f"    {tie} = {n}" for n, tie in enumerate(order, start=1)) for order in (TIES, ties))
    return _fault(name, "core/records.py", old, new, NAIVE)


FAULTS = (
    _order(
        "patience always ends before service does",
        "HOURS",
        "RENEGE",
        "END_OF_SERVICE",
        "CLOCK",
        "OPENING",
        "DELAY",
        "RETURN",
        "ARRIVAL",
    ),
    _order(
        "closing time comes after those who arrive at it",
        "END_OF_SERVICE",
        "RENEGE",
        "CLOCK",
        "OPENING",
        "DELAY",
        "RETURN",
        "ARRIVAL",
        "HOURS",
    ),
    _order(
        "who arises goes before who is under way",
        "HOURS",
        "END_OF_SERVICE",
        "RENEGE",
        "CLOCK",
        "ARRIVAL",
        "OPENING",
        "DELAY",
        "RETURN",
    ),
    _order(
        "an alert comes before the service that ends at its instant",
        "HOURS",
        "CLOCK",
        "END_OF_SERVICE",
        "RENEGE",
        "OPENING",
        "DELAY",
        "RETURN",
        "ARRIVAL",
    ),
    _fault("needs arise one per cent too often", DRAWS, "level = area / rate", "level = area / (rate * 1.01)", LAWS),
    _fault(
        "services take one per cent too long",
        DRAWS,
        "return -math.log(uniform(key, draw, visit, 0)) * a",
        "return -math.log(uniform(key, draw, visit, 0)) * a * 1.01",
        LAWS,
    ),
    _fault(
        "more demand brings other people",
        DRAWS,
        "uniform(layer, mark, epoch, 0)",
        "uniform(layer, mark, n, 0)",
        SAME_LUCK,
    ),
    _fault("parts of one draw share their luck", DRAWS, "uint64((visit << 8) | part)", "uint64(visit << 8)", LAWS),
    _fault(
        "lognormal times vary a tenth too little",
        DRAWS,
        "math.exp(a + b * normal_quantile(u))",
        "math.exp(a + 0.9 * b * normal_quantile(u))",
        LAWS,
    ),
    _fault("weights are not kept", DRAWS, "u >= cumulative[i]", "u >= 0.97 * cumulative[i]", LAWS),
    _fault(
        "Weibull times are as long as their scale, not their mean",
        "plan/laws.py",
        "(law.mean * ms / math.gamma(1 + 1 / law.shape), 1 / law.shape)",
        "(law.mean * ms, 1 / law.shape)",
        LAWS,
    ),
    _fault("one server less is on duty", RULE, "(servers * level + 500)", "(servers * level - 500)"),
    _fault(
        "nobody is on duty where a share rounds to nothing", RULE, "return max(1, (servers", "return max(0, (servers"
    ),
    _fault("a meeting is missed by everybody", RULE, "// every + 1) * every", "// every + 2) * every"),
    _fault(
        "the meeting that begins right now is not too late", RULE, "((t - first) // every", "((t - first - 1) // every"
    ),
    _fault("money is rounded down", RULE, "(span * rate + 1_800_000)", "(span * rate)"),
    _fault("load is never above one", RULE, "min(present / servers, 2.0)", "min(present / servers, 1.0)", LOADS),
    _fault(
        "a span of open time ends with the next opening",
        RULE,
        'np.searchsorted(opened, due, side="left")',
        'np.searchsorted(opened, due, side="right")',
    ),
    _fault(
        "a night at a shut door counts as queueing",
        RULE,
        "if end <= max(begin, 0):",
        "if end <= max(begin, 0) + 86_400_000:",
    ),
    _fault("people go home over lunch", ROTAS, "// DAY_MS == day\n", "// DAY_MS == day - 1\n"),
    _fault("who is sent home comes back the same day", ROTAS, "(day + 1) * DAY_MS, side", "day * DAY_MS, side"),
    _fault("a closing at midnight belongs to the next day", ROTAS, "np.where(closing, times - 1, times)", "times"),
    _fault(
        "swapped working days are days off",
        "plan/workdays.py",
        "return bool(chinese_calendar.is_workday(day))",
        "return bool(chinese_calendar.is_workday(day)) and day.weekday() < SATURDAY",
    ),
    _fault(
        "the day's rush comes an hour late",
        "plan/arrival_profiles.py",
        "[instants % DAY_MS // HOUR_MS]",
        "[instants % DAY_MS // HOUR_MS - 1]",
        systems("mt_m_infinite"),
    ),
    _fault(
        "whoever comes at exactly closing time finds the door open",
        RULE,
        "    i = interval_at(times, t)\n    if level[i] > 0:\n        return t\n",
        "    i = interval_at(times, t)\n    if level[i] > 0 or times[i] == t:\n        return t\n",
        VERBS,
    ),
    _fault(
        "only the first of several doors is looked at",
        "plan/doors.py",
        "    for rows in calendars:\n",
        "    for rows in calendars[:1]:\n",
        VERBS,
    ),
    _fault("a slot is given twice", RULE, "if booked[n] < each", "if booked[n] <= each", VERBS),
    _fault(
        "the doors of the next way count as well",
        "plan/doors.py",
        "(Op.QUEUE, Op.ASSEMBLE, Op.TRAVEL, Op.APPOINT, Op.CLOSE)",
        "(Op.QUEUE, Op.ASSEMBLE, Op.APPOINT, Op.CLOSE)",
        VERBS,
    ),
    _fault(
        "who was never filed is in shares of cases filed",
        "metrics/folding.py",
        "    if row[_FILED] != NEVER:\n        sums[PLATFORM]",
        "    if end >= 0:\n        sums[PLATFORM]",
        SHARES,
    ),
    Fault(
        "every stream begins with a whole gap",
        "core/renewals.py",
        "if epoch == 0 else whole_gap",
        "if epoch < 0 else whole_gap",
        (worked("arrivals"),),
    ),
    Fault(
        "the first trip takes off points",
        RULE,
        "a_trip * max(trips - 1, 0)",
        "a_trip * trips",
        (worked("satisfaction"),),
    ),
    Fault(
        "a score right at the threshold satisfies",
        RULE,
        "return score > 1000.0 *",
        "return score >= 1000.0 *",
        (worked("satisfaction"),),
    ),
)
