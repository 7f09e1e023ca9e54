"""The interpreter: a token walks through its process, instruction by instruction, until it must wait or its walk is over."""

from sinksim.compiled.appointing import begin_appointment, end_appointment
from sinksim.compiled.assembly import begin_assembly
from sinksim.compiled.callback import begin_answer
from sinksim.compiled.case import spend
from sinksim.compiled.closing import close, leave
from sinksim.compiled.deciding import charge_fee, check_outage, choose_option, decide_branch, turn_clock
from sinksim.compiled.departments import begin_departments, join_branch
from sinksim.compiled.layout import KIND, OPERATION, SCALAR, TOKEN
from sinksim.compiled.moving import begin_delay, begin_meeting, begin_travel, end_wait_at_home, find
from sinksim.compiled.queueing import begin_queue, end_queue
from sinksim.compiled.resize import use_room
from sinksim.compiled.state import Ints, State, Tables
from sinksim.core.kernel import inlined
from sinksim.core.records import MOST_INSTRUCTIONS_AT_ONCE
from sinksim.plan.operations import CLOSE, DELAY, DEPARTMENTS, NEXT, OP


@inlined
def wake(plan: Tables, state: State, token: int, now: int) -> int:
    """What a token waited for has come: book the time; returns the instruction that follows (-1: none, its walk is over).

    A queue books and counts for itself. Who waited at home for the opening has travelled by now: both times are booked. A
    hollow closure waits until the citizen comes back, and goes on at its target. A wait may end with the need being found.
    """
    token_row = state.tokens[token]
    pc = token_row[TOKEN.pc]
    op = plan.code[pc, OP]
    if op == OPERATION.QUEUE:
        return end_queue(plan, state, token, pc)
    if op == OPERATION.TRAVEL and token_row[TOKEN.time_kind] == KIND.closed:
        end_wait_at_home(plan, state, token, pc, now)
    state.scalars[SCALAR.walked] += 1
    if token_row[TOKEN.time_kind] >= 0:
        spend(state, token, token_row[TOKEN.time_kind], now)
    if op == OPERATION.DELAY and plan.code[pc, DELAY.found_by] >= 0:
        find(state, token, plan.code[pc, DELAY.found_by], now)
    if op in (OPERATION.FORK, OPERATION.SERIAL):
        return plan.code[pc, DEPARTMENTS.continuation]
    if op == OPERATION.APPOINT:
        return end_appointment(plan, state, token, pc)
    if op in (OPERATION.CLOSE, OPERATION.ANSWER):
        return plan.code[pc, CLOSE.target]  # the same column in both
    return plan.code[pc, NEXT]


@inlined
def walk(plan: Tables, state: State, token: int, pc: int, now: int) -> None:  # noqa: PLR0912 - a branch an operation
    """Walk on from instruction ``pc`` until the token must wait or its walk is over.

    After so many instructions (PAUSE_AT) it halts, noted as WALKER, and the kernel returns. Other branches of a fork are left
    to the caller (BRANCH_NEXT). Only instructions without a wait, and wakings, are counted: no instant loop lacks both.
    """
    while pc >= 0:
        op = plan.code[pc, OP]
        if op == OPERATION.QUEUE:
            if begin_queue(plan, state, token, pc, now):
                state.tokens[token, TOKEN.pc] = pc
                return
            pc = end_queue(plan, state, token, pc)
            use_room(state)
        elif op == OPERATION.BRANCH:
            pc = decide_branch(plan, state, token, pc)
        elif op == OPERATION.CLOSE:
            pc = close(plan, state, token, pc, now)
        elif op == OPERATION.APPOINT:
            pc = begin_appointment(plan, state, token, pc, now)
        elif op == OPERATION.ANSWER:
            begin_answer(plan, state, token, pc, now)
            return
        elif op == OPERATION.TRAVEL:
            begin_travel(plan, state, token, pc, now)
            return
        elif op == OPERATION.DELAY:
            begin_delay(plan, state, token, pc, now)
            return
        elif op == OPERATION.SWITCH:
            pc = choose_option(plan, state, token, pc)
        elif op == OPERATION.CLOCK:
            pc = turn_clock(plan, state, token, pc, now)
        elif op == OPERATION.CHARGE:
            pc = charge_fee(plan, state, token, pc)
        elif op == OPERATION.OUTAGE:
            pc = check_outage(plan, state, token, pc)
        elif op == OPERATION.MEET:
            begin_meeting(plan, state, token, pc, now)
            return
        elif op in (OPERATION.FORK, OPERATION.SERIAL):
            token = begin_departments(plan, state, token, pc)
            pc = state.tokens[token, TOKEN.pc]
            continue
        elif op == OPERATION.JOIN:
            token = join_branch(plan, state, token, now)
            if token < 0:
                return
            pc = state.tokens[token, TOKEN.pc]
            continue
        elif op == OPERATION.ASSEMBLE:
            begin_assembly(plan, state, token, pc, now)
            state.tokens[token, TOKEN.pc] = pc
            return
        elif op == OPERATION.LEAVE:
            leave(plan, state, token, pc, now)
            return
        else:
            return
        if pc >= 0 and is_held_up(state, token, pc):
            return


@inlined
def is_held_up(state: State, token: int, pc: int) -> bool:
    """Count an instruction after which a token walks on; True where it must halt until the kernel is called again."""
    scalars = state.scalars
    scalars[SCALAR.walked] += 1
    if scalars[SCALAR.walked] < scalars[SCALAR.pause_at]:
        return False
    scalars[SCALAR.walker], state.tokens[token, TOKEN.pc] = token, pc
    return True


@inlined
def time_moves(scalars: Ints, now: int) -> None:
    """Simulated time moves on to ``now``: count instructions from here, unless the limit was exceeded (the caller refuses)."""
    scalars[SCALAR.now] = now
    if scalars[SCALAR.walked] - scalars[SCALAR.walked_before] <= MOST_INSTRUCTIONS_AT_ONCE:
        scalars[SCALAR.walked_before] = scalars[SCALAR.walked]
