"""A second way to the same numbers: any chain, told by its moves from one state, solved by linear algebra."""

import numpy as np
import pytest
from scipy import sparse
from scipy.sparse.linalg import spsolve


class Chain:
    """States that can be reached from ``start``; ``moves(state)`` lists (next state, rate)."""

    def __init__(self, start, moves):
        self.states, self.index, self.rates = [start], {start: 0}, {}
        for state in self.states:
            for target, rate in moves(state):
                if rate > 0:
                    self._add(state, target, rate)

    def _add(self, state, target, rate):
        if target not in self.index:
            self.index[target] = len(self.states)
            self.states.append(target)
        pair = (self.index[state], self.index[target])
        self.rates[pair] = self.rates.get(pair, 0.0) + rate

    def generator(self):
        size = len(self.states)
        rows, columns = zip(*self.rates, strict=True)
        matrix = sparse.coo_array((list(self.rates.values()), (rows, columns)), shape=(size, size)).tocsr()
        return matrix - sparse.diags_array(np.asarray(matrix.sum(axis=1)).ravel())

    def stationary(self):
        balance = sparse.lil_array(self.generator().T)
        balance[0, :] = 1.0
        right = np.zeros(len(self.states))
        right[0] = 1.0
        return spsolve(sparse.csc_array(balance), right)

    def mean(self, value):
        return float(sum(p * value(state) for p, state in zip(self.stationary(), self.states, strict=True)))


@pytest.fixture(scope="session")
def chain():
    return Chain
