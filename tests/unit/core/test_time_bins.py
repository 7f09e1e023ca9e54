import math

import numpy as np

from sinksim.core.time_bins import bin_of, bins_up_to, lower_edge, middle, quantile, quantiles


def spans(*values):
    return np.array(values, np.int64)


def test_bins_follow_each_other_without_gap_or_overlap():
    numbers = np.arange(bins_up_to(10**10))
    edges = lower_edge(numbers)
    assert (np.diff(edges) > 0).all()
    assert (bin_of(edges) == numbers).all()
    assert (bin_of(edges[1:] - 1) == numbers[:-1]).all()


def test_no_bin_above_one_second_is_wider_than_half_a_percent():
    numbers = np.arange(256, bins_up_to(10**11))
    edges = lower_edge(numbers)
    assert (np.diff(edges) / edges[:-1]).max() <= 0.005


def test_the_last_bin_is_kept_for_what_lies_beyond():
    assert bin_of(spans(86_400_000))[0] == bins_up_to(86_400_000) - 2


def test_the_first_bin_reads_as_zero():
    assert middle(spans(0))[0] == 0
    assert middle(spans(1))[0] == 5.5


def test_a_quantile_is_the_middle_of_the_bin_of_the_ranked_case():
    counts = np.zeros((1, bins_up_to(10**6)), np.int32)
    np.add.at(counts[0], bin_of(spans(4, 8, 12, 16)), 1)
    assert quantile(counts, 0.5)[0] == 9.5
    assert quantile(counts, 0.51)[0] == 13.5


def test_a_quantile_among_the_unsolved_is_infinite_and_of_nobody_is_missing():
    counts = np.zeros((2, 10), np.int32)
    counts[0, [1, 9]] = 1, 1
    assert quantile(counts, 0.5)[0] == 5.5
    assert quantile(counts, 0.9)[0] == np.inf
    assert np.isnan(quantile(counts, 0.5)[1])


def test_quantiles_of_many_rows_are_those_found_by_counting_up_bin_by_bin():
    rng = np.random.default_rng(2)
    shares = (0.01, 0.5, 0.9, 1.0)
    for filled in (0.0, 0.02, 0.5):
        counts = (rng.integers(1, 9, (40, 60)) * (rng.random((40, 60)) < filled)).astype(np.int32)
        found = quantiles(counts, shares)
        for i, share in enumerate(shares):
            for row, told in zip(counts, found[i], strict=True):
                rank, up_to = max(math.ceil(share * row.sum()), 1), np.cumsum(row)
                number = int(np.argmax(up_to >= rank))
                worked = np.nan if not row.sum() else np.inf if number == 59 else middle(np.array([number]))[0]
                assert told == worked or np.isnan([told, worked]).all()
