"""The interpreter: a token walks through its process, instruction by instruction, until it must wait or its walk is over."""

from sinksim.compiled import clerk as Z
from sinksim.compiled import meaning as M
from sinksim.compiled import token as T
from sinksim.compiled.account import spend
from sinksim.compiled.assembling import call_together
from sinksim.compiled.clocks import start_clock, stop_clock
from sinksim.compiled.closing import close, leave
from sinksim.compiled.deciding import charge_fee, choose, decide, look_at_platform
from sinksim.compiled.departments import join_branch, split
from sinksim.compiled.moving import await_meeting, leave_home, send, travel
from sinksim.compiled.queueing import begin_queueing, end_queueing
from sinksim.compiled.room import use_room
from sinksim.compiled.state import State, Tables
from sinksim.compiled.timing import file
from sinksim.core.kernel import called, inlined
from sinksim.plan.operations import CLOCK, CLOSE, DEPARTMENTS, NEXT, OP


@inlined
def wake(p: Tables, s: State, e: int, now: int) -> int:
    """What it waited for is over: book the time; returns the instruction that follows."""
    c = s.tokens[e]
    pc = c[T.PC]
    op = p.code[pc, OP]
    if op == M.OP_QUEUE:
        return end_queueing(p, s, e, pc)
    if op == M.OP_TRAVEL and c[T.SPENDING] == T.CLOSED_HOURS:
        leave_home(p, s, e, pc, now)
    s.clerk[Z.WALKED] += 1
    if c[T.SPENDING] >= 0:
        spend(s, e, c[T.SPENDING], now)
    if op in (M.OP_FORK, M.OP_SERIAL):
        return p.code[pc, DEPARTMENTS.continuation]
    return p.code[pc, CLOSE.target] if op == M.OP_CLOSE else p.code[pc, NEXT]


@inlined
def walk(p: Tables, s: State, e: int, pc: int, now: int) -> None:  # noqa: PLR0912 - a branch an operation
    """Walk on from instruction ``pc``; branches of a fork that this sets off are left to the caller (BRANCH_NEXT).

    After a number of instructions (PAUSE_AT) it stops, and the caller hands back: WALKER walks on from its PC later. Counted
    are instructions after which a token walks on at once, and wakings: no loop is made of others.
    """
    while pc >= 0:
        op = p.code[pc, OP]
        if op == M.OP_QUEUE:
            if begin_queueing(p, s, e, pc, now):
                s.tokens[e, T.PC] = pc
                return
            pc = end_queueing(p, s, e, pc)
            use_room(s)
        elif op == M.OP_BRANCH:
            pc = decide(p, s, e, pc)
        elif op == M.OP_CLOSE:
            close(p, s, e, pc, now)
            return
        elif op == M.OP_TRAVEL:
            travel(p, s, e, pc, now)
            return
        elif op == M.OP_DELAY:
            send(p, s, e, pc, now)
            return
        elif op == M.OP_SWITCH:
            pc = choose(p, s, e, pc)
        elif op == M.OP_CLOCK:
            pc = turn_clock(p, s, e, pc, now)
        elif op == M.OP_CHARGE:
            pc = charge_fee(p, s, e, pc)
        elif op == M.OP_OUTAGE:
            pc = look_at_platform(p, s, e, pc)
        elif op == M.OP_MEET:
            await_meeting(p, s, e, pc, now)
            return
        elif op in (M.OP_FORK, M.OP_SERIAL):
            e = split(p, s, e, pc)
            if op == M.OP_FORK:
                s.clerk[Z.BRANCH_NEXT] = s.tokens[e, T.SIBLING]
            pc = s.tokens[e, T.PC]
            continue
        elif op == M.OP_JOIN:
            e = join_branch(p, s, e, now)
            if e < 0:
                return
            pc = s.tokens[e, T.PC]
            continue
        elif op == M.OP_ASSEMBLE:
            call_together(p, s, e, pc, now)
            s.tokens[e, T.PC] = pc
            return
        elif op == M.OP_LEAVE:
            leave(p, s, e, pc, now)
            return
        else:
            return
        if pc >= 0 and is_held_up(s, e, pc):
            return


@inlined
def is_held_up(s: State, e: int, pc: int) -> bool:
    """Count an instruction after which a token walks on; whether it must wait for the kernel to be called again."""
    z = s.clerk
    z[Z.WALKED] += 1
    if z[Z.WALKED] < z[Z.PAUSE_AT]:
        return False
    z[Z.WALKER], s.tokens[e, T.PC] = e, pc
    return True


@called
def turn_clock(p: Tables, s: State, e: int, pc: int, now: int) -> int:
    """Start or stop a deadline."""
    row = p.code[pc]
    case = s.tokens[e, T.CASE]
    if row[CLOCK.starts]:
        file(s.tokens[case], now)
        start_clock(p, s, case, row[CLOCK.clock], now)
        use_room(s)
    else:
        stop_clock(p, s, case, row[CLOCK.clock], now)
    return row[NEXT]
