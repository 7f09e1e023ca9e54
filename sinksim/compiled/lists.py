"""The lists of a station: who waits, by urgency and alert, in order of joining; and whom it serves, where that matters."""

from sinksim.compiled import station as S
from sinksim.compiled import visit as V
from sinksim.compiled.state import State
from sinksim.core.kernel import inlined


@inlined
def put_last(s: State, i: int) -> None:
    """A visit joins the tail of its list."""
    v = s.visits[i]
    w = s.stations[v[V.STATION]]
    at = S.LISTS + 2 * v[V.KLASS]
    tail = w[at + 1]
    v[V.PREVIOUS], v[V.NEXT] = tail, -1
    if tail >= 0:
        s.visits[tail, V.NEXT] = i
    else:
        w[at] = i
    w[at + 1] = i


@inlined
def put_first(s: State, i: int) -> None:
    """A visit joins the head of its list."""
    v = s.visits[i]
    w = s.stations[v[V.STATION]]
    at = S.LISTS + 2 * v[V.KLASS]
    head = w[at]
    v[V.PREVIOUS], v[V.NEXT] = -1, head
    if head >= 0:
        s.visits[head, V.PREVIOUS] = i
    else:
        w[at + 1] = i
    w[at] = i


@inlined
def take_off(s: State, i: int) -> None:
    """A visit leaves its list."""
    v = s.visits[i]
    w = s.stations[v[V.STATION]]
    at = S.LISTS + 2 * v[V.KLASS]
    previous, following = v[V.PREVIOUS], v[V.NEXT]
    if previous >= 0:
        s.visits[previous, V.NEXT] = following
    else:
        w[at] = following
    if following >= 0:
        s.visits[following, V.PREVIOUS] = previous
    else:
        w[at + 1] = previous


@inlined
def hold(s: State, i: int) -> None:
    """Note whom a station serves."""
    v = s.visits[i]
    w = s.stations[v[V.STATION]]
    head = w[S.HELD]
    v[V.HELD_PREVIOUS], v[V.HELD_NEXT] = -1, head
    if head >= 0:
        s.visits[head, V.HELD_PREVIOUS] = i
    w[S.HELD] = i


@inlined
def let_go(s: State, i: int) -> None:
    """It is served no more."""
    v = s.visits[i]
    previous, following = v[V.HELD_PREVIOUS], v[V.HELD_NEXT]
    if previous >= 0:
        s.visits[previous, V.HELD_NEXT] = following
    else:
        s.stations[v[V.STATION], S.HELD] = following
    if following >= 0:
        s.visits[following, V.HELD_PREVIOUS] = previous
