"""Numerical solution of continuous-time Markov chains: stationary state, and transient state by uniformisation."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import spsolve
from scipy.special import gammaln, pdtrc

Vector = NDArray[np.float64]
Integers = NDArray[np.int64]
JUMPS_PER_STEP = 400.0
"""Mean number of uniformised jumps in one step: few enough that exp(-jumps) is far from underflow."""


@dataclass(frozen=True)
class Passage:
    """What a chain did over a stretch of time."""

    end: Vector
    """Probability of each state at the end [1]."""
    occupancy: Vector
    """Expected time spent in each state [time]."""


def birth_death(birth: Vector, death: Vector) -> Vector:
    """Stationary probabilities of states 0 … n of a birth-death chain.

    ``birth[i]`` is the rate from i to i + 1, ``death[i]`` the rate from i + 1 to i (both of length n, above 0).
    Worked in logarithms, so that long chains neither overflow nor underflow. Source: detailed balance.
    """
    logs = np.concatenate(([0.0], np.cumsum(np.log(birth) - np.log(death))))
    weights = np.exp(logs - logs.max())
    return np.asarray(weights / weights.sum(), dtype=np.float64)


def generator(rows: Integers, columns: Integers, rates: Vector, states: int) -> "sparse.csr_array":
    """Generator matrix of a chain with ``states`` states from its transitions row → column at a rate."""
    moves = sparse.coo_array((rates, (rows, columns)), shape=(states, states)).tocsr()
    leaving = np.asarray(moves.sum(axis=1), dtype=np.float64).ravel()
    return sparse.csr_array(moves - sparse.diags_array(leaving))


def stationary(matrix: "sparse.csr_array") -> Vector:
    """Stationary probabilities of an irreducible chain, from πQ = 0 with one equation replaced by Σπ = 1."""
    states = matrix.shape[0]
    balance = sparse.lil_array(matrix.T)
    balance[0, :] = 1.0
    right = np.zeros(states)
    right[0] = 1.0
    return np.asarray(spsolve(sparse.csc_array(balance), right), dtype=np.float64)


def passage(matrix: "sparse.csr_array", start: Vector, duration: float) -> Passage:
    """State probabilities after ``duration`` and the expected time in each state meanwhile.

    Uniformisation: the chain is watched at the jumps of a Poisson process faster than any state is left.
    All terms are positive, so nothing cancels. Source: Jensen (1953).
    """
    rate = max(float(-matrix.diagonal().min()), 1e-300)
    steps = max(1, math.ceil(rate * duration / JUMPS_PER_STEP))
    jump = sparse.csr_array((matrix / rate + sparse.eye_array(matrix.shape[0])).T)
    end, occupancy = start, np.zeros_like(start)
    for _ in range(steps):
        end, spent = _step(jump, end, rate * duration / steps)
        occupancy += spent / rate
    return Passage(end, occupancy)


def _step(jump: "sparse.csr_array", start: Vector, mean: float) -> tuple[Vector, Vector]:
    """State after a Poisson number of jumps of this mean, and the expected number of jumps spent in each state.

    Twelve standard deviations and 40 jumps beyond the mean leave out less than the precision of a float.
    """
    count = np.arange(math.ceil(mean + 12 * math.sqrt(mean) + 40))
    exactly = np.exp(count * math.log(mean) - mean - gammaln(count + 1)) if mean > 0 else 1.0 * (count == 0)
    exactly /= exactly.sum()
    more = pdtrc(count, mean)
    end, spent, state = np.zeros_like(start), np.zeros_like(start), start
    for here, beyond in zip(exactly, more, strict=True):
        end += here * state
        spent += beyond * state
        state = jump @ state
    return end, spent
