"""Faults in what the readable engine does with rules of choice, counters, callbacks, appointments, blocking and finding.

The fast engine lives otherwise, and hand-worked cases tell which of both is right.
"""

from tests.faults.fault import Fault, worked

DECIDING, CALLING, QUEUEING, STATION = (
    "agents/deciding.py",
    "agents/callback.py",
    "agents/queueing.py",
    "agents/station.py",
)

FAULTS = (
    Fault(
        "the shortest queue is that of the most servers",
        DECIDING,
        "by_origin[origin].present for",
        "-by_origin[origin].servers for",
        (worked("check"),),
    ),
    Fault(
        "who is in service does not make a queue longer",
        DECIDING,
        "by_origin[origin].present for",
        "by_origin[origin].present - by_origin[origin].busy for",
        (worked("check"),),
    ),
    Fault(
        "of queues alike the last named is taken",
        DECIDING,
        "numbers.index(min(numbers))",
        "len(numbers) - 1 - numbers[::-1].index(min(numbers))",
        (worked("check"),),
    ),
    Fault(
        "a chance by those who wait counts those in service",
        DECIDING,
        "present if self.counts_all else present - busy",
        "present",
        (worked("check"),),
    ),
    Fault(
        "beyond the last number stated nobody balks",
        DECIDING,
        "return self.chances[min(number, len(self.chances) - 1)]",
        "return self.chances[number] if number < len(self.chances) else 0.0",
        (worked("check"),),
    ),
    Fault(
        "a counter is not shared by the departments of a case",
        DECIDING,
        "token.case if self.shared else token\n",
        "token\n",
        (worked("shared_counter"),),
    ),
    Fault(
        "a check that passes on is a bounce",
        DECIDING,
        "token.case.bounces += self.sends_back",
        "token.case.bounces += 1",
        (worked("shared_counter"),),
    ),
    Fault(
        "who is to come on the next working day comes at the next opening",
        "agents/moving.py",
        "return calendar.next_day()",
        "return calendar.after(1) - 1",
        (worked("delay"),),
    ),
    Fault(
        "departments are drawn without their weights",
        "agents/departments.py",
        "        if self.weights:\n",
        "        if False:\n",
        (worked("weighted_departments"),),
    ),
    Fault(
        "a patrol finds what has been filed",
        "agents/moving.py",
        "self.found_by >= 0 and case.filed == NEVER",
        "self.found_by >= 0",
        (worked("finding"),),
    ),
    Fault(
        "a need that nobody finds has had a contact",
        "agents/closing.py",
        "case.channel, case.contacts = Channel.NONE, 0",
        "case.channel = Channel.NONE",
        (worked("finding"),),
    ),
    Fault(
        "a need that nobody finds is closed",
        "agents/closing.py",
        "        elif not case.frozen_times:",
        "        if not case.frozen_times:",
        (worked("finding"),),
    ),
    Fault(
        "giving up counts as an answer to be judged",
        "agents/satisfaction.py",
        "(End.HOLLOW, End.OPEN)",
        "(End.HOLLOW, End.OPEN, End.RENEGED)",
        (worked("satisfaction"),),
    ),
    Fault(
        "who was opened again is judged by the first closure",
        "agents/satisfaction.py",
        "return case.solved\n",
        "return case.closed\n",
        (worked("satisfaction"),),
    ),
    Fault(
        "a caller is served in person",
        QUEUEING,
        "not (self.by_file or self.by_phone)",
        "not self.by_file",
        (worked("by_phone"),),
    ),
    Fault(
        "who is cut off on the line makes a trip for the next call",
        "agents/hours.py",
        "if not self.visit.step.by_phone:",
        "if True:",
        (worked("by_phone"),),
    ),
    Fault(
        "what volunteers work is borne by the treasury",
        STATION,
        "STAFF_COSTS[rows.payer[index]]",
        "STAFF_COSTS[min(rows.payer[index], 1)]",
        (worked("by_phone"),),
    ),
    Fault(
        "a callback always finds a hollow closure",
        CALLING,
        "DRAW_DETECT) < self.detect",
        "DRAW_DETECT) < 1",
        (worked("callback"),),
    ),
    Fault(
        "a callback finds whom it does not reach",
        CALLING,
        "return reached and bool(",
        "return bool(",
        (worked("callback"),),
    ),
    Fault(
        "the wait for the callback delays the closure",
        CALLING,
        "        case.freeze_times()\n",
        "",
        (worked("callback"),),
    ),
    Fault(
        "a clock runs on until the callback",
        CALLING,
        "case.end is not End.OPEN and case.running",
        "case.end is None",
        (worked("callback"),),
    ),
    Fault(
        "a callback is a visit to the tier that calls",
        QUEUEING,
        "        if not self.is_callback:\n",
        "        if True:\n",
        (worked("callback"),),
    ),
    Fault(
        "the slot of a no-show is given to the next",
        "agents/appointing.py",
        "        if slot < 0:\n            return None\n",
        "        if slot < 0:\n            return None\n"
        "        if not self.comes(token, visit):\n"
        "            first = int(self.world.plan.slots.first[self.role[case.origin]])\n"
        "            self.world.booked[first + int(self.times.searchsorted(slot))] -= 1\n",
        (worked("appoint"),),
    ),
    Fault(
        "walk-ins of the first class are as early as appointments",
        QUEUEING,
        "if case.overdue or self.goes_first else",
        "if case.overdue else",
        (worked("appoint"),),
    ),
    Fault(
        "an appointment that is interrupted waits with the walk-ins",
        STATION,
        "visit.token.case.overdue or visit.step.goes_first",
        "visit.token.case.overdue",
        (worked("appoint"),),
    ),
    Fault(
        "who sets out for a slot leaves when it begins",
        "agents/appointing.py",
        "slot - (way if self.comes(token, visit) else 0) - now",
        "slot - now",
        (worked("appoint"),),
    ),
    Fault(
        "the time of a blocked server is service",
        STATION,
        "            token.time_queue += spell\n",
        "            token.time_service += spell\n",
        (worked("blocking"),),
    ),
    Fault(
        "who comes at the instant takes the place from who is blocked",
        "agents/blocking.py",
        "admit_first_blocked(station)), URGENT)",
        "admit_first_blocked(station)), 1 << 90)",
        (worked("blocking"),),
    ),
    Fault(
        "servers that assemblies keep are not seen in a deadlock",
        "agents/deadlock.py",
        "    held += _kept_by_assemblies(world)\n",
        "",
        (worked("blocking"),),
    ),
)
