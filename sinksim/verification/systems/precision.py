"""How much must be simulated: the largest relative standard error allowed, by load and depth."""

CLASSES = (0.7, 0.9, float("inf"))
"""Classes of load, by the highest load of each: the busier a system, the longer its memory and the wider its error."""
QUICK = (0.05, 0.05, 0.05)
BY_DEPTH = {10_000_000: (0.007, 0.015, 0.04), 1_000_000: (0.025, 0.03, 0.05)}
"""From so many customers of each class on, the largest error in each class of load."""


def class_of(load: float) -> int:
    """Position of a load among the classes of load; the last class has no upper bound."""
    # A load is told with two digits: what rounding leaves of 0.07 x 10 is 0.7 and not above it.
    return next(i for i, highest in enumerate(CLASSES) if round(load, 2) <= highest)


def largest_error(load: float, customers: int | None) -> float:
    """Largest relative standard error of a figure [1]; ``customers`` of each class, None: the quick run."""
    # The deepest run comes first: of the depths that are reached, it is the narrowest error that counts.
    reached = (errors for depth, errors in BY_DEPTH.items() if customers is not None and customers >= depth)
    return next(reached, QUICK)[class_of(load)]
