"""A station: joining, service, interruption; capacity is the number of servers on duty, which may fall below those busy."""

from sinksim.compiled.case import account, account_of_case
from sinksim.compiled.events.wheel import schedule
from sinksim.compiled.layout import (
    EVENT_KIND,
    IS_BLOCKED,
    IS_SERVED,
    KIND,
    LISTS,
    STATION,
    TIE,
    TIMES,
    TOKEN,
    VISIT,
    VISIT_END,
    WAITS,
)
from sinksim.compiled.pools import free_visit
from sinksim.compiled.service import accept, accept_for_assembly, stop_waiting
from sinksim.compiled.state import Ints, State, Tables
from sinksim.compiled.station_counters import settle_capacity, settle_overtime
from sinksim.compiled.station_lists import (
    add_serving,
    announce_place,
    count_ending,
    first_to_interrupt,
    put_first,
    put_last,
    remove_serving,
    take_off,
)
from sinksim.compiled.world import log
from sinksim.core import rules
from sinksim.core.kernel import called, inlined
from sinksim.core.records import NEVER


@inlined
def begin(plan: Tables, state: State, visit: int, now: int) -> None:
    """Give a server to a visit, for its whole service or for what an interruption has left of it (``residual``)."""
    visit_row = state.visits[visit]
    station_row = state.stations[visit_row[VISIT.station]]
    station_row[STATION.busy] += 1
    station_row[STATION.busy_area] -= now  # integral over time: a rise subtracts its instant, a fall adds it
    visit_row[VISIT.serving] = IS_SERVED
    visit_row[VISIT.started] = now
    if visit_row[VISIT.twin] >= 0:
        withdraw_twin(state, visit, now)
    if visit_row[VISIT.since] != now:  # it has waited
        stop_waiting(plan, state, visit, now)
    if visit_row[VISIT.residual] < 0:
        visit_row[VISIT.began] = now
        visit_row[VISIT.residual] = (
            accept(plan, state, visit, now) if visit_row[VISIT.assembly] < 0 else accept_for_assembly(state, visit)
        )
    if station_row[STATION.tracks]:
        add_serving(state, visit)
    if visit_row[VISIT.assembly] < 0:  # one held for an assembly ends with it
        visit_row[VISIT.due] = now + visit_row[VISIT.residual]
        order = TIE.END_OF_SERVICE + state.tokens[visit_row[VISIT.token], TOKEN.order]
        visit_row[VISIT.ends] = schedule(state, visit_row[VISIT.due], order, visit, EVENT_KIND.SERVICE_ENDS)


@inlined
def release(state: State, visit: int, now: int) -> None:
    """Take the server back from a visit that has ended or is interrupted."""
    station_row = state.stations[state.visits[visit, VISIT.station]]
    if station_row[STATION.busy] > station_row[STATION.capacity]:
        settle_overtime(station_row, now)
    station_row[STATION.busy] -= 1
    station_row[STATION.busy_area] += now  # integral over time: a rise subtracts its instant, a fall adds it
    state.visits[visit, VISIT.serving] = WAITS
    if station_row[STATION.tracks]:  # it keeps a chain of whom it serves, to interrupt them
        remove_serving(state, visit)


@inlined
def complete(plan: Tables, state: State, visit: int, now: int) -> None:
    """Service has ended: the server is free and takes the next case."""
    end_service(state, visit, now)
    drain(plan, state, state.visits[visit, VISIT.station], now)


@called
def complete_out_of_line(plan: Tables, state: State, visit: int, now: int) -> None:
    """``complete``, not inlined: for a server that an assembly holds, or who is blocked."""
    end_service(state, visit, now)
    drain_out_of_line(plan, state, state.visits[visit, VISIT.station], now)


@inlined
def end_service(state: State, visit: int, now: int) -> None:
    """Service has ended: book and log the visit, and take the server back; nobody is started in its place yet."""
    visit_row = state.visits[visit]
    station_row = state.stations[visit_row[VISIT.station]]
    spell = now - visit_row[VISIT.started]
    visit_row[VISIT.busy] += spell
    visit_row[VISIT.outcome] = VISIT_END.SERVED
    station_row[STATION.served] += 1
    blocked = visit_row[VISIT.serving] == IS_BLOCKED
    release(state, visit, now)
    leave_place(state, visit_row[VISIT.station], now)
    if visit_row[VISIT.assembly] < 0:  # else the assembly books the time, once for all who are held
        account(state, visit_row[VISIT.token])[TIMES + (KIND.queue if blocked else KIND.service)] += spell
    pay(state, visit)
    log(state, visit, now)


@inlined
def leave_place(state: State, station: int, now: int) -> None:
    """One less is present; if others are blocked until there is a place, the first of them is told."""
    station_row = state.stations[station]
    station_row[STATION.present] -= 1
    station_row[STATION.present_area] += now  # integral over time: a rise subtracts its instant, a fall adds it
    # Nobody is blocked where room has no limit (-1).
    if station_row[STATION.room] >= 0 and station_row[STATION.blocked] >= 0:
        announce_place(state, station)


@inlined
def pay(state: State, visit: int) -> None:
    """Charge a visit's use of a server [ms] to its case, as staff time and at the station's wage."""
    visit_row = state.visits[visit]
    booked = account_of_case(state, visit_row[VISIT.token])
    station_row = state.stations[visit_row[VISIT.station]]
    booked[TOKEN.staff_time] += visit_row[VISIT.busy]
    if station_row[STATION.wage]:
        money = rules.charge(visit_row[VISIT.busy], station_row[STATION.wage])
        booked[TOKEN.cost_staff_institution + station_row[STATION.payer]] += money
        station_row[STATION.staff_money] += money


@inlined
def drain(plan: Tables, state: State, station: int, now: int) -> None:
    """Start waiting visits while servers are free: most urgent list first, each in order of arrival."""
    station_row = state.stations[station]
    while station_row[STATION.busy] < min(station_row[STATION.capacity], station_row[STATION.present]):
        head_column = LISTS
        while station_row[head_column] < 0:  # an empty list; some list holds one, as more are present than are served
            head_column += 2  # a head and a tail for each list
        visit = station_row[head_column]
        take_off(state, visit)
        begin(plan, state, visit, now)


@called
def drain_out_of_line(plan: Tables, state: State, station: int, now: int) -> None:
    """``drain``, not inlined: for where it is seldom needed."""
    drain(plan, state, station, now)


@inlined
def suspend(state: State, visit: int, now: int) -> None:
    """Interrupt a service; it resumes at the head of its list with what was left of it."""
    visit_row = state.visits[visit]
    case_row = state.tokens[state.tokens[visit_row[VISIT.token], TOKEN.case]]
    spell = now - visit_row[VISIT.started]
    visit_row[VISIT.busy] += spell
    visit_row[VISIT.residual] = visit_row[VISIT.due] - now
    account(state, visit_row[VISIT.token])[TIMES + KIND.service] += spell
    visit_row[VISIT.since] = now
    release(state, visit, now)
    visit_row[VISIT.ends] = 0  # the scheduled end is outdated
    first = case_row[TOKEN.overdue] or visit_row[VISIT.appointed]
    visit_row[VISIT.priority_class] = 2 * visit_row[VISIT.urgency] + (0 if first else 1)
    put_first(state, visit)


@inlined
def is_full(station_row: Ints) -> bool:
    """Whether as many are present as there is room for (-1: no limit)."""
    return 0 <= station_row[STATION.room] <= station_row[STATION.present]


@inlined
def admit(plan: Tables, state: State, visit: int, now: int) -> bool:
    """Give an arriving visit a server or a place on the list; False where it is refused because the room is full."""
    visit_row = state.visits[visit]
    station_row = state.stations[visit_row[VISIT.station]]
    station_row[STATION.joined] += 1
    if is_full(station_row) and visit_row[VISIT.assembly] < 0:  # whoever is asked for an assembly needs no room
        station_row[STATION.refused] += 1
        visit_row[VISIT.outcome] = VISIT_END.REFUSED
        log(state, visit, now)
        return False
    station_row[STATION.present] += 1
    station_row[STATION.present_area] -= now  # integral over time: a rise subtracts its instant, a fall adds it
    free = station_row[STATION.busy] < station_row[STATION.capacity]
    interrupts = not free and station_row[STATION.preemptive] != 0 and preempt_for(state, visit, now)
    if free or interrupts:
        begin(plan, state, visit, now)
    else:
        put_last(state, visit)
    if not free:
        waiting = station_row[STATION.present] - station_row[STATION.busy]
        station_row[STATION.most_waiting] = max(station_row[STATION.most_waiting], waiting)
    return True


@called
def admit_out_of_line(plan: Tables, state: State, visit: int, now: int) -> bool:
    """``admit``, not inlined: for where it is seldom needed."""
    return admit(plan, state, visit, now)


@called
def preempt_for(state: State, visit: int, now: int) -> bool:
    """Whether an arrival takes the server of a less urgent visit (larger number): of the least urgent, then the latest begun."""
    # Nobody is interrupted where servers are busy beyond those on duty: a server freed so would not be there for the arrival.
    station = state.visits[visit, VISIT.station]
    if state.stations[station, STATION.busy] > state.stations[station, STATION.capacity]:
        return False
    found = first_to_interrupt(state, station, by_urgency=True, now=now)
    if found < 0 or state.visits[found, VISIT.urgency] <= state.visits[visit, VISIT.urgency]:
        return False
    suspend(state, found, now)
    return True


@inlined
def remove(state: State, visit: int, end: int, now: int) -> None:
    """Take a waiting visit off its list and log it; ``end`` (``VISIT_END``): why."""
    visit_row = state.visits[visit]
    take_off(state, visit)
    leave_place(state, visit_row[VISIT.station], now)
    visit_row[VISIT.outcome] = end
    log(state, visit, now)


@called
def withdraw_twin(state: State, visit: int, now: int) -> None:
    """Take the twin of a visit that is served or leaves, its entry on the other of two lists, off that list."""
    other = state.visits[visit, VISIT.twin]
    state.stations[state.visits[other, VISIT.station], STATION.withdrawn] += 1
    remove(state, other, VISIT_END.WITHDRAWN, now)
    free_visit(state, other)
    state.visits[visit, VISIT.twin] = -1


@inlined
def renege(plan: Tables, state: State, visit: int, now: int) -> None:
    """Patience has run out: the visit leaves the list."""
    state.stations[state.visits[visit, VISIT.station], STATION.reneged] += 1
    remove(state, visit, VISIT_END.RENEGED, now)
    stop_waiting(plan, state, visit, now)
    if state.visits[visit, VISIT.twin] >= 0:
        withdraw_twin(state, visit, now)


@inlined
def promote(state: State, visit: int) -> None:
    """Move a waiting visit to the tail of the alert list of its urgency; one that was interrupted, to its head."""
    visit_row = state.visits[visit]
    alert = visit_row[VISIT.priority_class] & ~1  # of the two lists of an urgency that with the even number
    if visit_row[VISIT.priority_class] != alert:
        take_off(state, visit)
        visit_row[VISIT.priority_class] = alert
        if visit_row[VISIT.began] == NEVER:
            put_last(state, visit)
        else:
            put_first(state, visit)


@called
def change_capacity(plan: Tables, state: State, station: int, suspends: bool, now: int) -> None:
    """Put the present number of servers on duty into force: none in a breakdown, else by the calendar's level.

    Services beyond it are suspended, latest start first (``suspends``), or finished in overtime. Free servers start visits.
    """
    station_row = state.stations[station]
    settle_overtime(station_row, now)
    settle_capacity(station_row, now)
    station_row[STATION.capacity] = (
        0 if station_row[STATION.down] else rules.servers_at(station_row[STATION.servers], station_row[STATION.level])
    )
    if suspends and station_row[STATION.busy] > station_row[STATION.capacity]:
        suspend_latest(state, station, now)
        waiting = station_row[STATION.present] - station_row[STATION.busy]
        station_row[STATION.most_waiting] = max(station_row[STATION.most_waiting], waiting)
    drain_out_of_line(plan, state, station, now)


@inlined
def suspend_latest(state: State, station: int, now: int) -> None:
    """Suspend services beyond the servers on duty, latest start first; those that end at this very instant free theirs anyway."""
    station_row = state.stations[station]
    ending = count_ending(state, station, now)
    while station_row[STATION.busy] - ending > station_row[STATION.capacity]:
        visit = first_to_interrupt(state, station, by_urgency=False, now=now)
        if visit < 0:
            return
        suspend(state, visit, now)


@inlined
def set_level(plan: Tables, state: State, station: int, level: int, now: int) -> None:
    """Opening, closing, or another number of servers on duty [per mille]."""
    state.stations[station, STATION.level] = level
    change_capacity(plan, state, station, suspends=state.stations[station, STATION.interrupts] != 0, now=now)


@called
def set_down(plan: Tables, state: State, station: int, begins: bool, now: int) -> None:
    """A breakdown begins or ends; several may overlap."""
    state.stations[station, STATION.down] += 1 if begins else -1
    change_capacity(plan, state, station, suspends=True, now=now)
