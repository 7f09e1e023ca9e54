"""What is made of a comparison, kept as long as the comparison itself: a page that is drawn again makes nothing anew."""

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

T = TypeVar("T")
_cached: "WeakKeyDictionary[Any, dict[Hashable, Any]]" = WeakKeyDictionary()
_lock = threading.Lock()


def cached(owner: Any, key: Hashable, make: Callable[[], T]) -> T:
    """What ``make`` returns, made once for this owner and key; the owner is told apart by identity.

    What is made must not hold its owner, or neither would ever go.
    """
    with _lock:
        mine = _cached.setdefault(owner, {})
    if key not in mine:
        mine[key] = make()
    found: T = mine[key]
    return found
