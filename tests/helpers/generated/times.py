"""Random times: mostly whole minutes, so that many things happen at one instant; now and then an unusual law."""

from hypothesis import strategies as st

# Instants are crowded at tens of minutes, where windows, meetings and recorded cases begin and end.
MINUTES = st.one_of(st.integers(0, 15), st.sampled_from([10, 20, 30]))
FEW = st.integers(1, 6)

UNUSUAL = (
    {"law": "exponential", "mean": 6},
    {"law": "erlang", "mean": 5, "k": 3},
    {"law": "gamma", "mean": 6, "cv": 0.4},
    {"law": "gamma", "mean": 6, "cv": 2.5},
    {"law": "lognormal", "mean": 0.1, "cv": 1.5, "unit": "h"},
    {"law": "weibull", "mean": 240, "shape": 0.7, "unit": "s"},
    {"law": "uniform", "low": 0, "high": 9},
    {"law": "triangular", "low": 1, "mode": 1, "high": 8},
    {"law": "truncated_normal", "mean": 4, "sd": 3, "low": 0, "high": 9},
    {"law": "truncated_normal", "mean": 0, "sd": 1, "low": 3, "high": 12},
    {"law": "hyperexponential", "means": [1, 20], "weights": [3, 1]},
    {"law": "empirical", "values": [1.5, 60, 120], "weights": [0, 2, 1], "unit": "s"},
    {"law": "uniform", "low": 0, "high": 3, "unit": "ms"},
)


def one_in(draw, n):
    """True once in ``n`` times."""
    return draw(st.integers(1, n)) == n


def some(draw, choices, least=0):
    """Some of the choices, in their order."""
    chosen = draw(st.lists(st.sampled_from(choices), min_size=least, max_size=len(choices), unique=True))
    return [choice for choice in choices if choice in chosen]


@st.composite
def whole_minutes(draw, lowest=0):
    """A fixed number of minutes, or one of a few drawn with equal chance."""
    values = draw(st.lists(st.integers(lowest, 15), min_size=1, max_size=3))
    return values[0] if len(values) == 1 else {"law": "empirical", "values": values}


@st.composite
def durations(draw):
    """Whole minutes, or once in a dozen times another law."""
    return draw(st.sampled_from(UNUSUAL)) if one_in(draw, 12) else draw(whole_minutes())
