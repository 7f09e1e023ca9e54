"""Faults in the readable engine: the fast one lives otherwise."""

from tests.faults.fault import AGREEMENT, VERBS, Fault

STATION, QUEUEING, DEADLINES = "agents/station.py", "agents/queueing.py", "agents/deadlines.py"

FAULTS = (
    Fault(
        "at equal times patience ends before service does",
        QUEUEING,
        "_RENEGE = PRIORITY[Tie.RENEGE]",
        "_RENEGE = PRIORITY[Tie.WORLD]",
    ),
    Fault("last come, first served", STATION, "waiting.popitem(last=False)", "waiting.popitem(last=True)"),
    Fault(
        "patience counts from filing instead of joining",
        QUEUEING,
        "patience(token.key, count))",
        "max(patience(token.key, count) - self.env.now + token.case.filed, 0))",
    ),
    Fault(
        "an interrupted service starts again from the beginning",
        STATION,
        "visit.residual = visit.due - now",
        "visit.residual = visit.due - visit.started",
    ),
    Fault("the work left is drawn anew", STATION, "visit.residual = visit.due - now", "visit.residual = -1"),
    Fault(
        "the earliest start is interrupted by an arrival",
        STATION,
        "(v.urgency, v.started, v.token.order))",
        "(v.urgency, -v.started, v.token.order))",
    ),
    Fault(
        "an interrupted case resumes at the tail",
        STATION,
        "own.move_to_end(visit, last=False)",
        "own.move_to_end(visit, last=True)",
    ),
    Fault("the shift ends for the earliest starts", STATION, "held.pop()", "held.pop(0)"),
    Fault(
        "an alerted case is not put on the list one tier up",
        QUEUEING,
        "promote(visit)\n        if visit.began == NEVER:",
        "promote(visit)\n        if visit.began != NEVER:",
    ),
    Fault(
        "an alerted case goes to the head of the alert list",
        STATION,
        "            if visit.began != NEVER:\n                self.lists[alert]",
        "            if True:\n                self.lists[alert]",
    ),
    Fault(
        "who comes at exactly closing time is served",
        "agents/hours.py",
        "self.world.env.moment_at(calendar.times[i], Tie.HOURS, calendar.index)",
        "self.world.env.moment_at(calendar.times[i] + 1, Tie.HOURS, calendar.index)",
    ),
    Fault("files go home at closing time", "agents/hours.py", "not visit.step.by_file and visit.began", "visit.began"),
    Fault("a full room takes one more", STATION, "self.room <= self.present", "self.room < self.present"),
    Fault(
        "pay is rounded down",
        STATION,
        "money = charge(visit.busy, self.wage)",
        "money = visit.busy * self.wage // 3_600_000",
    ),
    Fault(
        "the overhead of a fork is charged once, not per department",
        "agents/departments.py",
        "span = count * self.overhead(",
        "span = self.overhead(",
    ),
    Fault(
        "the wrong departments are drawn",
        "agents/departments.py",
        "(uniforms[i], i))[:count]",
        "(-uniforms[i], i))[:count]",
    ),
    Fault(
        "all departments of an assembly are equally long on the way",
        "agents/assembly.py",
        "step.arrival(derive(self.token.key, key), self.number)",
        "step.arrival(self.token.key, self.number)",
    ),
    Fault("a relay is no hop", "agents/moving.py", "case.hops += 1", "case.hops += 0"),
    Fault(
        "who comes at a meeting's very instant is heard",
        "agents/moving.py",
        "next_meeting(self.env.now, self.every",
        "next_meeting(self.env.now - 1, self.every",
    ),
    Fault(
        "a clock of working days runs day and night",
        DEADLINES,
        "self.env.now + span if calendar is None else calendar.after(span)",
        "self.env.now + span",
    ),
    Fault("a clock stopped at its deadline is broken", DEADLINES, "now <= running.due", "now < running.due"),
    Fault(
        "people adopt anew in every replication",
        "agents/demand.py",
        "uniform(derive(person, case.ordinal), _ADOPT",
        "uniform(derive(case.key, case.ordinal), _ADOPT",
    ),
    Fault(
        "the way back is forgotten", "agents/moving.py", "self.legs = 2 if row[TRAVEL.returns] else 1", "self.legs = 1"
    ),
    Fault(
        "a hollow closure counts as solved",
        "agents/closing.py",
        "end_case(case, End.HOLLOW)",
        "end_case(case, End.SOLVED)",
    ),
    Fault(
        "the overhead of a fork runs day and night",
        "agents/departments.py",
        "span = self.calendar.after(span) - self.env.now",
        "span = max(span, 0)",
    ),
    Fault(
        "the backlog waits at the first step",
        "agents/demand.py",
        "case.step = self.world.steps[enter]",
        "case.step = None",
    ),
    Fault(
        "the deadline of the most urgent holds for all",
        DEADLINES,
        "self.deadline[clock][case.urgency]",
        "self.deadline[clock][0]",
    ),
    Fault(
        "a choice by urgency looks at the segment",
        "agents/deciding.py",
        "dict(enumerate(ATTRIBUTES))",
        'dict(enumerate(("requires", "segment", "urgency", "service")))',
    ),
    Fault(
        "people of unselected counties belong to the cohort",
        "agents/demand.py",
        "self.marks = Mark.BACKGROUND if rows.background[stream] else 0",
        "self.marks = 0",
    ),
    Fault(
        "a clock without an alert alerts",
        DEADLINES,
        "if self.alerts[clock] and due < self.horizon:",
        "if due < self.horizon:",
    ),
    Fault(
        "whoever queues again has the same patience, readable engine",
        QUEUEING,
        "count = 0 if self.slot < 0 or token.counts is None else token.counts[self.slot]",
        "count = 0",
    ),
    Fault(
        "people at an opening join in the order of their cases, readable engine",
        "agents/moving.py",
        "_OPENING + arrival",
        "_OPENING + token.order",
        (VERBS, AGREEMENT),
    ),
    Fault(
        "a first closure files no case, readable engine",
        "agents/case.py",
        "            self.file(now)\n",
        "",
        (VERBS, AGREEMENT),
    ),
    Fault(
        "the longest queue of the warm-up stands in the window's figures, readable engine",
        "agents/station_counters.py",
        "        self.most_waiting = self.present - self.busy\n",
        "",
        (VERBS, AGREEMENT),
    ),
)
