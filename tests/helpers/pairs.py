"""Two scenarios or results as the two sides of a comparison."""

from sinksim.experiments.comparison import compare as compare_results
from sinksim.experiments.running import compare


def two(baseline, alternative):
    """The two by the names that sides have where nobody names them."""
    return {"baseline": baseline, "alternative": alternative}


def pair_of(baseline, alternative, **options):
    """The pair of two scenarios, run over the same draws."""
    return compare(two(baseline, alternative), **options).pair()


def pair_of_results(baseline, alternative):
    """The pair of two results."""
    return compare_results(two(baseline, alternative)).pair()
