"""Hashes that never change: the same on every machine, in every process and in every Python."""

from functools import lru_cache
from hashlib import blake2b

WHOLE = 2**64


@lru_cache(maxsize=4096)
def stable_hash(text: str) -> int:
    """A whole number in [0, 2**64) made from the text (BLAKE2b, 8 bytes, big-endian).

    Cached, since the plans of a sweep share most of their names.
    """
    return int.from_bytes(blake2b(text.encode("utf-8"), digest_size=8).digest(), "big")


def stable_unit(text: str) -> float:
    """A number in (0, 1) made from the text, uniform over texts: the top 53 bits of its hash, which a float holds exactly.

    Half a step is added so that neither 0 nor 1 can come out.
    """
    return ((stable_hash(text) >> 11) + 0.5) / 2**53
