import numpy as np

from sinksim.metrics.bins import bin_of, bins_up_to, lower_edge, middle, quantile


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
