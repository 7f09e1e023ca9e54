"""Faults in what both engines share: agreement cannot see them."""

from tests.faults.fault import HAND_WORKED, SAME_LUCK, Fault, theory

DRAWS, RULES = "draws.py", "rules.py"

FAULTS = (
    Fault(
        "needs arise one per cent too often",
        DRAWS,
        "level = area / rate",
        "level = area / (rate * 1.01)",
        theory("mt_m_infinite", "erlang_b", "mm1"),
    ),
    Fault(
        "services take one per cent too long",
        DRAWS,
        "return -math.log(luck(key, draw, visit, 0)) * a",
        "return -math.log(luck(key, draw, visit, 0)) * a * 1.01",
        theory("mm1", "erlang_b", "erlang_a"),
    ),
    Fault(
        "more demand brings other people", DRAWS, "luck(layer, mark, epoch, 0)", "luck(layer, mark, n, 0)", SAME_LUCK
    ),
    Fault(
        "parts of one draw share their luck",
        DRAWS,
        "uint64((visit << 8) | part)",
        "uint64(visit << 8)",
        theory("mg1_hyperexponential"),
    ),
    Fault(
        "lognormal times vary a tenth too little",
        DRAWS,
        "math.exp(a + b * normal_quantile(u))",
        "math.exp(a + 0.9 * b * normal_quantile(u))",
        theory("mg1_lognormal"),
    ),
    Fault(
        "weights are not kept",
        DRAWS,
        "u >= cumulative[i]",
        "u >= 0.97 * cumulative[i]",
        theory("referral_tiers", "fork_join", "batch_arrivals", "rendezvous"),
    ),
    Fault("one server less is on duty", RULES, "(servers * level + 500)", "(servers * level - 500)", theory("mmc")),
    Fault("a meeting is missed by everybody", RULES, "// every + 1) * every", "// every + 2) * every", HAND_WORKED),
    Fault("money is rounded down", RULES, "(span * rate + 1_800_000)", "(span * rate)", HAND_WORKED),
    Fault("load is never above one", RULES, "min(present / servers, 2.0)", "min(present / servers, 1.0)", HAND_WORKED),
    Fault(
        "a span of open time ends with the next opening",
        RULES,
        'np.searchsorted(opened, due, side="left")',
        'np.searchsorted(opened, due, side="right")',
        HAND_WORKED,
    ),
)
