"""The targets C1 to C6 of Guizhou, each with where it comes from and what was fitted to meet it."""

from sinksim.verification.calibration.target import Target

ANY = float("inf")
GIVEN = (
    "fitted: shares of services are inputs (3,252,000 tele-services to September 2022); held against the counties' "
    "unequal mixes, filing and adoption"
)
STAFFED = "fitted: specialists at county, city and province desks, and one specialist on call at each"
CHOICE = "fitted: self_referral_off, self_referral_on"

TYPE_MIX = (
    Target("C1", "consultations among completed tele-services", "fitted", GIVEN, "share_consultation",
           "4.03 % ± 1", 0.0303, 0.0503),
    Target("C1", "image readings among completed tele-services", "fitted", GIVEN, "share_imaging",
           "68.94 % ± 1", 0.6794, 0.6994),
    Target("C1", "ECG readings among completed tele-services", "fitted", GIVEN, "share_ecg",
           "27.03 % ± 1", 0.2603, 0.2803),
    Target("C2", "tele-services beyond the three types", "identity", "identity: the preset has these three services",
           "rest_of_total", "0 %", 0.0, 0.0),
)  # fmt: skip

DEFAULT_LOAD = (
    Target("C5", "emergencies answered within 30 min", "fitted", STAFFED, "kept_emergency", "≥ 95 %", 0.95, 1.0),
    Target("C5", "ordinary consultations answered within 24 h", "fitted", STAFFED, "kept_ordinary",
           "≥ 95 %", 0.95, 1.0),
)  # fmt: skip

HEAVY_LOAD = (
    Target("C5", "emergencies answered within 30 min, load × 3", "fitted", STAFFED, "kept_emergency",
           "stays ≥ 95 %", 0.95, 1.0),
    Target("C5", "ordinary consultations answered within 24 h, load × 3", "fitted", STAFFED, "kept_ordinary",
           "falls below 95 %", 0.0, 0.95),
    Target("C5", "growth of the alert queue over the window, load × 3", "fitted", STAFFED, "alert_growth",
           "above 0", 1e-9, ANY, "cases", 1.0),
)  # fmt: skip

TRAVEL = (
    Target("C6", "travel saved per consultation, there and back", "identity",
           "identity: restates the ways' times and the tiers that consultations need", "hours_saved", "2 to 6 h", 2, 6, "h", 1.0),
)  # fmt: skip

OUTPATIENTS = (
    Target("C3", "visits within the county, with telemedicine", "held-out",
           "held-out: Guiding county 91.78 %; no parameter was chosen to meet it", "within_county_tele", "≥ 90 %", 0.90, 1.0),
    Target("C3", "visits within the county, without", "held-out", "held-out: general knowledge, 75 to 85 %",
           "within_county_traditional", "75 to 85 %", 0.75, 0.85),
    Target("C4", "first seen at the grassroots, with telemedicine", "fitted", CHOICE, "grassroots_first_tele",
           "≥ 50 %", 0.50, 1.0),
)  # fmt: skip
