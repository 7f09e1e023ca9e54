import numpy as np
import pytest
from scipy import sparse
from scipy.linalg import expm

from sinksim.verification.theory import chains


@pytest.fixture
def three_states():
    return sparse.csr_array(np.array([[-1.5, 1.0, 0.5], [0.2, -0.9, 0.7], [2.0, 0.1, -2.1]]))


def test_stationary_state_is_what_the_matrix_exponential_tends_to(three_states):
    late = expm(three_states.toarray() * 200.0)[0]
    assert chains.stationary(three_states) == pytest.approx(late, rel=1e-12)


def test_birth_death_agrees_with_the_full_balance_equations(chain):
    birth, death = np.array([3.0, 2.0, 1.0, 4.0]), np.array([1.0, 5.0, 2.0, 0.5])
    up, down = [*birth, 0.0], [0.0, *death]
    full = chain(0, lambda n: [(n + 1, up[n]), (n - 1, down[n])])
    assert chains.birth_death(birth, death) == pytest.approx(full.stationary(), rel=1e-12)


def test_a_long_birth_death_chain_neither_overflows_nor_loses_mass():
    p = chains.birth_death(np.full(5000, 900.0), np.arange(1.0, 5001.0))
    assert p.sum() == pytest.approx(1.0, rel=1e-12)
    assert p @ np.arange(5001) == pytest.approx(900.0, rel=1e-10)


@pytest.mark.parametrize("duration", [0.01, 1.0, 3000.0])
def test_passage_agrees_with_the_matrix_exponential_of_van_loan(three_states, duration):
    start = np.array([0.2, 0.5, 0.3])
    both = np.block([[three_states.toarray(), np.eye(3)], [np.zeros((3, 6))]]) * duration
    exact = expm(both)
    passed = chains.passage(three_states, start, duration)
    assert passed.end == pytest.approx(start @ exact[:3, :3], rel=1e-10)
    assert passed.occupancy == pytest.approx(start @ exact[:3, 3:], rel=1e-10)
    assert passed.occupancy.sum() == pytest.approx(duration, rel=1e-12)


def test_passage_of_a_chain_that_never_moves_leaves_it_where_it_is():
    passed = chains.passage(sparse.csr_array((2, 2)), np.array([0.25, 0.75]), 10.0)
    assert passed.end == pytest.approx([0.25, 0.75])
    assert passed.occupancy == pytest.approx([2.5, 7.5])
