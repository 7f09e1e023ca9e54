"""Random numbers by identity: each is a pure function of who, which decision and which visit.

A key is 64 bits. A *case key* is derived from (seed, replication, service, origin code, layer, ordinal); a draw from
(case key, name of the draw, visit of that name, part of the draw). Nothing depends on the order in which things happen.
Both engines call these compiled functions, so that both see the same bits.
"""

import math

import numpy as np
from numba import float64, int64, types, uint64

from sinksim.core.kernel import shared

# Arrays of a Plan are read-only.
_FLOATS = types.Array(float64, 1, "C", readonly=True)
_INTS = types.Array(int64, 1, "C", readonly=True)

# 2^64 over the golden ratio, and over the third harmonious number (Roberts 2018): odd, so that neighbouring parts and visits
# are sent far apart and none share a value.
_GOLDEN = 0x9E3779B97F4A7C15
_STRIDE = 0xD1B54A32D192ED03
# Multipliers of the 64-bit finaliser known as "Mix13" (David Stafford, 2011).
_M1, _M2 = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


@shared(uint64(uint64))
def mix(z):  # type: ignore[no-untyped-def]
    """Scramble 64 bits (finaliser "Mix13"): one to one, and a change of one bit of ``z`` changes about half of the others."""
    z = (z ^ (z >> uint64(30))) * uint64(_M1)
    z = (z ^ (z >> uint64(27))) * uint64(_M2)
    return z ^ (z >> uint64(31))


@shared(uint64(uint64, uint64))
def derive(key, part):  # type: ignore[no-untyped-def]
    """Key of a part of something that has a key: a replication of a seed, a stream of that, then layer, case, branch."""
    return mix(key + mix(part + uint64(_GOLDEN)) * uint64(_STRIDE))


@shared(float64(uint64, uint64, int64, int64))
def uniform(key, draw, visit, part):  # type: ignore[no-untyped-def]
    """Uniform number strictly between 0 and 1 for (key of who draws, key of the draw's name, which visit, part of the draw).

    ``part`` is below 256: it takes the low 8 bits of what tells the numbers of one draw apart, the visit those above.
    """
    z = mix(key + draw + uint64((visit << 8) | part) * uint64(_STRIDE))
    # 52 bits: with 53 the largest value could round to exactly 1.
    return (float64(z >> uint64(12)) + 0.5) * (1.0 / 4503599627370496.0)


@shared(float64(float64))
def normal_quantile(p):  # type: ignore[no-untyped-def]
    """Quantile of the standard normal law, to about 1e-16 (Wichura 1988, Algorithm AS 241, PPND16)."""
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        top = (((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r
              + 45921.953931549871457) * r + 13731.693765509461125) * r + 1971.5909503065514427) * r
              + 133.14166789178437745) * r + 3.387132872796366608)  # fmt: skip
        low = (((((((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061) * r
              + 21213.794301586595867) * r + 5394.1960214247511077) * r + 687.1870074920579083) * r
              + 42.313330701600911252) * r + 1.0)  # fmt: skip
        return q * top / low
    r = math.sqrt(-math.log(p if q < 0.0 else 1.0 - p))
    if r <= 5.0:
        r -= 1.6
        top = (((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r
              + 1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.7694972214606914055) * r
              + 4.6303378461565452959) * r + 1.42343711074968357734)  # fmt: skip
        low = (((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r
              + 0.14810397642748007459) * r + 0.68976733498510000455) * r + 1.6763848301838038494) * r
              + 2.05319162663775882187) * r + 1.0)  # fmt: skip
    else:
        r -= 5.0
        top = (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r
              + 0.026532189526576123093) * r + 0.29656057182850489123) * r + 1.7848265399172913358) * r
              + 5.4637849111641143699) * r + 6.6579046435011037772)  # fmt: skip
        low = (((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r
              + 7.868691311456132591e-4) * r + 0.0148753612908506148525) * r + 0.13692988092273580531) * r
              + 0.59983220655588793769) * r + 1.0)  # fmt: skip
    return -top / low if q < 0.0 else top / low


@shared(float64(uint64, uint64, int64, float64))
def _gamma(key, draw, visit, shape):  # type: ignore[no-untyped-def]
    """Gamma variate of scale 1 (Marsaglia & Tsang 2000).

    Each trial of its rejection loop uses two parts of its own, so that it stays a pure function of (key, draw, visit): parts 0 to
    239 hold 120 trials; should they not do, the next ones take the parts of visits that no case ever makes (2^40 further on).
    """
    # A shape below 1 is drawn as shape + 1, times a power of one more uniform number (part 255).
    boost = 1.0
    a = shape
    if a < 1.0:
        boost = uniform(key, draw, visit, 255) ** (1.0 / a)
        a += 1.0
    d = a - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    trial = 0
    while True:
        x = normal_quantile(uniform(key, draw, visit + (trial // 120 << 40), 2 * (trial % 120)))
        v = 1.0 + c * x
        if v > 0.0:
            v = v * v * v
            u = uniform(key, draw, visit + (trial // 120 << 40), 2 * (trial % 120) + 1)
            if math.log(u) < 0.5 * x * x + d * (1.0 - v + math.log(v)):
                return boost * d * v
        trial += 1


@shared(int64(_FLOATS, float64))
def pick(cumulative, u):  # type: ignore[no-untyped-def]
    """Position that a uniform number ``u`` selects from cumulative weights that end at 1."""
    i = 0
    last = len(cumulative) - 1
    while i < last and u >= cumulative[i]:
        i += 1
    return i


@shared(float64(float64, float64))
def turn(u, weight):  # type: ignore[no-untyped-def]
    """When it is the turn of one of several that are drawn by weight: an exponential time of that rate, from a uniform number.

    Those with the smallest times are a sample without replacement, each next one drawn by weight from those that are left
    (Efraimidis & Spirakis 2006); whoever has the smaller number of two of equal weight comes first.
    """
    return -math.log(1.0 - u) / weight


# Codes of the laws; ``plan.laws`` declares what goes with each. A code is never given to another law.
CONSTANT, EXPONENTIAL, ERLANG, GAMMA, LOGNORMAL, WEIBULL, UNIFORM, TRIANGULAR, TRUNCATED_NORMAL = range(9)
EMPIRICAL, HYPEREXPONENTIAL = 9, 10


@shared(float64(uint64, uint64, int64, int64, float64, float64, float64, float64))
def sample(key, draw, visit, law, a, b, c, d):  # type: ignore[no-untyped-def]
    """A time in milliseconds, unrounded, from a law with parameters only.

    By law: exponential of mean a; b stages of mean a; gamma of scale a and shape b; exp of a normal (mean a, sd b); Weibull of
    scale a and shape 1 / b; uniform from a to b; triangular from a over the mode b to c; normal (mean a, sd b) cut where its
    distribution function is c and d. (``plan.laws.FORMS`` makes them.)
    """
    if law == CONSTANT:
        return a
    if law == EXPONENTIAL:
        return -math.log(uniform(key, draw, visit, 0)) * a
    if law == ERLANG:
        total = 0.0
        for i in range(int(b)):
            total -= math.log(uniform(key, draw, visit, i))
        return total * a
    if law == GAMMA:
        return _gamma(key, draw, visit, b) * a
    u = uniform(key, draw, visit, 0)
    if law == LOGNORMAL:
        return math.exp(a + b * normal_quantile(u))
    if law == WEIBULL:
        return a * (-math.log(u)) ** b
    if law == UNIFORM:
        return a + (b - a) * u
    if law == TRIANGULAR:
        if u < (b - a) / (c - a):
            return a + math.sqrt(u * (c - a) * (b - a))
        return c - math.sqrt((1.0 - u) * (c - a) * (c - b))
    # Truncated normal; the sum could round to 1, which has no finite quantile.
    return a + b * normal_quantile(min(c + (d - c) * u, 1.0 - 2.0**-53))


@shared(float64(uint64, uint64, int64, int64, _FLOATS, _FLOATS))
def mixture_sample(key, draw, visit, law, values, cumulative):  # type: ignore[no-untyped-def]
    """A time in milliseconds, unrounded, from weighted values: one of them (empirical), or exponential with that mean."""
    u = uniform(key, draw, visit, 0)
    value = values[min(np.searchsorted(cumulative, u, side="right"), len(values) - 1)]
    if law == EMPIRICAL:
        return value
    return -math.log(uniform(key, draw, visit, 1)) * value


@shared(int64(float64))
def whole(x):  # type: ignore[no-untyped-def]
    """A time in whole milliseconds: rounded half up once, never negative, at most 9e15 (floats are exact below 2^53)."""
    return int64(math.floor(min(max(x + 0.5, 0.0), 9.0e15)))


@shared(int64(uint64, uint64, int64, int64, float64, float64, float64, float64))
def duration(key, draw, visit, law, a, b, c, d):  # type: ignore[no-untyped-def]
    """A time in whole milliseconds from a law with parameters only."""
    return whole(sample(key, draw, visit, law, a, b, c, d))


@shared(int64(uint64, uint64, int64, int64, _FLOATS, _FLOATS))
def mixture_duration(key, draw, visit, law, values, cumulative):  # type: ignore[no-untyped-def]
    """A time in whole milliseconds from a list of values with cumulative weights."""
    return whole(mixture_sample(key, draw, visit, law, values, cumulative))


_EPOCHS = types.Tuple((int64, int64, float64, int64))


@shared(_EPOCHS(uint64, uint64, int64, float64, int64, float64, float64, _INTS, _FLOATS, int64[::1], int64[::1]))  # fmt: skip
def arrivals(layer, draw, epoch, area, interval, rate, keep, times, cumulative, out_time, out_epoch):  # type: ignore[no-untyped-def]
    """Fill one block with the next arrival epochs of one layer of one stream; exact for any time-varying rate.

    A unit-rate Poisson process, whose k-th gap is a pure function of (layer, k), is laid along the stream's cumulative
    intensity ``rate`` x ``cumulative`` (piecewise linear in time) and read back through its inverse (Çinlar 1975). ``layer`` and
    ``draw`` are their keys.
    ``keep``: chance that an epoch is an arrival (a layer of less than whole demand). ``epoch``, ``area`` (unit-rate time) and
    ``interval`` (of ``times``) say where the last call stopped. Returns (how many arrivals, and these three); fewer than the
    block holds means that the end of ``times`` was reached.
    """
    n = 0
    last = len(times) - 1
    mark = mix(draw)  # key of the other draw of an epoch: whether it is kept
    while n < len(out_time):
        area += -math.log(uniform(layer, draw, epoch, 0))
        level = area / rate
        while interval < last and cumulative[interval + 1] <= level:
            interval += 1
        if interval >= last:
            return n, epoch, area, interval
        slope = (cumulative[interval + 1] - cumulative[interval]) / (times[interval + 1] - times[interval])
        if keep >= 1.0 or uniform(layer, mark, epoch, 0) < keep:
            out_time[n] = times[interval] + int64((level - cumulative[interval]) / slope)
            out_epoch[n] = epoch
            n += 1
        epoch += 1
    return n, epoch, area, interval
