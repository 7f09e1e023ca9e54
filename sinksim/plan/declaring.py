"""What there is to know of an operation without running it: the form in which ``operations`` declares each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Way:
    """Columns of an instruction by which the citizen goes somewhere and perhaps back."""

    tier: int  # tier that the way leads to
    time: int  # law of the one-way time, -1: as the network says
    fare: int  # one-way [0.001 yuan], -1: as the network says
    returns: int  # 1 where the way back is made as well
    delays: int  # 1 where the way there delays the case


@dataclass(frozen=True)
class Service:
    """Columns of an instruction at which servers of stations work on the case."""

    time: int  # law of the time that each works
    arrival: int | None = None  # law of the time until each arrives; the others are held until the last
    patience: int | None = None  # law of the time after which whoever waits gives up; None: nobody does
    sends_home: bool = False  # whether people who wait may be sent home at closing time


@dataclass(frozen=True)
class Operation:
    """What there is to know of an operation without running it."""

    columns: Any  # its columns, by name
    verbs: tuple[str, ...] = ()  # verbs of the scenario that it carries out; also the keys of its labels
    jumps: tuple[int, ...] = ()  # columns of instructions that may follow beside NEXT
    goes_on: bool = True  # whether NEXT may follow
    bound: int | None = None  # column of how often a case may take its jump
    counter: int | None = None  # column of the counter of it that several instructions share
    at_bound: int | None = None  # column of the jump that is taken once, when it has been taken as often
    takes_time: bool = False
    laws: tuple[int, ...] = ()  # columns of the laws of the times that pass
    laws_in_full: tuple[int, ...] = ()  # those of them of which every pass takes a draw in full
    cycle: int | None = None  # column of a cycle whose next beginning is waited for [ms], -1 in it: none is
    calendar: int | None = None  # column of the calendar in which they pass
    occupies: int | None = None  # column of the template of which it takes a server
    books: int | None = None  # column of the template of which it books a slot
    draws_from: int | None = None  # column of the set of departments that it draws from
    looks_at: int | None = None  # column of the template whose state decides what follows
    looks_at_set: int | None = None  # column of a set of templates whose states do
    way: Way | None = None  # where the citizen travels
    service: Service | None = None  # where servers work on the case
    charges: Mapping[str, int] = field(
        default_factory=dict
    )  # column of each kind of money that a pass adds [0.001 yuan]
