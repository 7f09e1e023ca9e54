"""The verb `check` and the charges: nothing of it takes time. Each says which instruction follows."""

from sinksim.compiled import clerk as Z
from sinksim.compiled import header as H
from sinksim.compiled import station as S
from sinksim.compiled import token as T
from sinksim.compiled.account import account, account_of_case
from sinksim.compiled.departments import pick_from
from sinksim.compiled.queueing import station_for
from sinksim.compiled.state import State, Tables
from sinksim.compiled.timing import charge_to, draw_of, luck_of, passing
from sinksim.core import rules
from sinksim.core.kernel import called, inlined
from sinksim.plan.operations import CHARGE, CHECK, NEXT, SLOT, SWITCH


@inlined
def decide(p: Tables, s: State, e: int, pc: int) -> int:
    """A named chance, which may rise with a station's load."""
    c, row = s.tokens[e], p.code[pc]
    chance = p.chance[pc, 0] if row[CHECK.load_of] < 0 else loaded(p, s, e, pc)
    if luck_of(c, draw_of(p, pc), passing(c, row[SLOT]), 0) >= chance:
        return row[NEXT]
    return other_side(p, s, e, pc)


@inlined
def loaded(p: Tables, s: State, e: int, pc: int) -> float:
    """The chance at the station's load now."""
    w = s.stations[station_for(p, p.code[pc, CHECK.load_of], s.tokens[s.tokens[e, T.CASE], T.ORIGIN])]
    return rules.loaded_chance(p.chance[pc, 0], w[S.PRESENT], w[S.CAPACITY])


@inlined
def other_side(p: Tables, s: State, e: int, pc: int) -> int:
    """It holds: to the other side, or straight on where the bound of a jump back is reached."""
    c, row = s.tokens[e], p.code[pc]
    if row[CHECK.at_most]:
        if c[T.FIXED + row[CHECK.hits]] >= row[CHECK.at_most]:
            s.bounded[pc] += 1
            return row[NEXT]
        c[T.FIXED + row[CHECK.hits]] += 1
        account(s, c[T.CASE])[T.BOUNCES] += 1
    return row[CHECK.target]


@inlined
def look_at_platform(p: Tables, s: State, e: int, pc: int) -> int:
    """Is the platform down?"""
    return other_side(p, s, e, pc) if s.clerk[Z.PLATFORM_DOWN] else p.code[pc, NEXT]


@called
def choose(p: Tables, s: State, e: int, pc: int) -> int:
    """A choice by an attribute of the case (requires, urgency, segment, service), or drawn by weights."""
    c, row = s.tokens[e], p.code[pc]
    k = s.tokens[c[T.CASE]]
    if row[SWITCH.weights] >= 0:
        option = pick_from(p, row[SWITCH.weights], luck_of(c, draw_of(p, pc), passing(c, row[SLOT]), 0))
    elif row[SWITCH.attribute] == 0:
        option = k[T.REQUIRES]
    elif row[SWITCH.attribute] == 1:
        option = k[T.URGENCY]
    elif row[SWITCH.attribute] == 2:
        option = k[T.SEGMENT]
    else:
        option = k[T.SERVICE]
    if option < 0:
        # A case that requires no tier stands for the lowest one.
        option = row[SWITCH.options] - 1
    return p.ints[p.ints[H.JUMPS] + row[SWITCH.first] + option]


@inlined
def charge_fee(p: Tables, s: State, e: int, pc: int) -> int:
    """A fee, split between citizen and insurer, or an operating cost."""
    row, z = p.code[pc], s.clerk
    k = account_of_case(s, e)
    k[T.FEE_CITIZEN] += row[CHARGE.citizen]
    k[T.FEE_INSURER] += row[CHARGE.insurer]
    k[T.COST_OPERATION] += row[CHARGE.operation]
    charge_to(z, Z.CITIZEN, row[CHARGE.citizen])
    charge_to(z, Z.INSURER, row[CHARGE.insurer])
    charge_to(z, Z.OPERATION, row[CHARGE.operation])
    return row[NEXT]
