"""The pages' door to the experiments: what a setting means, its paired preview at once, its full run in the background.

Previews, the queue and its processes are one for the whole server; what a visitor uploads stays in that visitor's session.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import streamlit as st

from sinksim.core.engine_names import READABLE
from sinksim.core.errors import BadInput
from sinksim.core.side_names import ALTERNATIVE, BASELINE, TODAY, USUAL, Role, SideName, SideRoles
from sinksim.core.wording import shown
from sinksim.experiments.comparison import Comparison
from sinksim.experiments.known_previews import preview_for
from sinksim.experiments.pair import Pair
from sinksim.experiments.preview import Cut, confined, cut_for, ground, parts, plan_of
from sinksim.experiments.previews import Previews
from sinksim.experiments.result import Result
from sinksim.experiments.running import seconds_of
from sinksim.experiments.store import default_store
from sinksim.i18n import words
from sinksim.jobs.jobs import ComparisonJob, VerificationJob
from sinksim.jobs.queue import JobQueue
from sinksim.scenarios.levers import Lever, all_levers
from sinksim.scenarios.loading.composing import compose, scenario_of
from sinksim.scenarios.loading.sides import Sides, own_sides
from sinksim.scenarios.scenario import Scenario
from sinksim.ui.setting import MOST_SIDES, Setting
from sinksim.workload.offered_load import offered_load
from sinksim.workload.rough_size import refuse_endless

Tree = dict[str, Any]
UPLOADED = "upload:"
# The choice of the two sides that are looked at, as a setting keeps it: SIDE~AGAINST.
PAIR = "pair"
# Proposals that a visitor adds are called by this and a number.
ADDED = "proposal_"
_ADDED = re.compile(rf"{ADDED}(\d+)")
_UPLOADS = "uploaded_scenarios"
_COMPARISON_JOB = "order"
_VERIFICATION_JOB = "checkup"
# Both sides lived through by the readable engine, at most [s]; a story ends with its citizen, mostly long before.
MAX_TRACE_SECONDS = 60.0


@dataclass(frozen=True, eq=False)
class Preview:
    """A comparison in a part of the network: what it covers, its sides, its numbers, and which two sides are looked at."""

    cut: Cut
    scenarios: Mapping[str, Scenario]
    comparison: Comparison
    side: str
    against: str
    steps_cut: Cut

    def scenario_for_steps(self, role: Role) -> Scenario:
        """The scenario of one side, small enough to be measured by the readable engine while a visitor waits."""
        return confined(self.baseline if role == "baseline" else self.alternative, self.steps_cut)

    @property
    def baseline(self) -> Scenario:
        """The scenario of the side that is compared with."""
        return self.scenarios[self.against]

    @property
    def alternative(self) -> Scenario:
        """The scenario of the side that is looked at."""
        return self.scenarios[self.side]

    @property
    def pair(self) -> Pair:
        """The two sides that are looked at."""
        return self.pair_of(self.comparison)

    def pair_of(self, comparison: Comparison) -> Pair:
        """The same two sides of another run, such as the whole."""
        return comparison.pair(self.side, self.against)


def tree_of(setting: Setting) -> Tree:
    """The tree of the setting's case, before its parameters are put in; raises BadInput."""
    return _uploaded(setting.case).tree if setting.case.startswith(UPLOADED) else _preset(setting.case)


def kept_tree_of(setting: Setting) -> Tree:
    """The tree as it may be written into a file: recorded cases are not in it."""
    return dict(_uploaded(setting.case).kept) if setting.case.startswith(UPLOADED) else _preset(setting.case)


def has_recorded_cases(setting: Setting) -> bool:
    """Whether the case rests on a log of recorded cases."""
    return setting.case.startswith(UPLOADED) and bool(_uploaded(setting.case).cases)


def name_of(setting: Setting) -> str:
    """What commands call the setting's case: a preset's name or a file's."""
    return str(_uploaded(setting.case).name) if setting.case.startswith(UPLOADED) else setting.case


def scenario_of_case(setting: Setting) -> Scenario:
    """The case itself, without what the setting changes."""
    return _validated(setting.case, _HiddenFromCache(tree_of(setting)))


def keep_upload(uploaded: Any) -> str:
    """Keep an uploaded scenario (with ``name``, ``tree`` and ``digest``) in this session; returns what a setting calls it."""
    st.session_state.setdefault(_UPLOADS, {})[uploaded.digest[:32]] = uploaded
    return f"{UPLOADED}{uploaded.digest[:32]}"


def uploads() -> Mapping[str, Any]:
    """The scenarios that this session has uploaded, by what a setting calls them."""
    return {f"{UPLOADED}{digest}": uploaded for digest, uploaded in st.session_state.get(_UPLOADS, {}).items()}


def proposal_of(setting: Setting) -> Sides:
    """The sides that a setting means, over the whole network and all days; raises BadInput."""
    own = _own_sides(setting.case, _HiddenFromCache(tree_of(setting)))
    sides = {side: dict(settings) for side, settings in own.sides.items()}
    for name, pairs in setting.sides:
        sides[name] = {**sides.get(name, {}), **dict(pairs)}
    if len(sides) > MOST_SIDES:
        raise BadInput(f"link: the comparison has {len(sides)} sides; allowed: up to {MOST_SIDES}")
    roles = replace(own.roles, names={**_names_of_added(sides), **own.roles.names})
    return replace(
        own, tree=tree_of(setting), where=name_of(setting), shared=dict(setting.shared), sides=sides, roles=roles
    )


def _names_of_added(sides: Mapping[str, object]) -> dict[str, SideName]:
    """What proposals are called that a visitor added."""
    number = {side: found[1] for side in sides if (found := _ADDED.fullmatch(side))}
    return {
        side: SideName(side, *(words(lang)("levers.proposal", n=n) for lang in ("zh", "en")))
        for side, n in number.items()
    }


def in_names_of_case(setting: Setting) -> Setting:
    """A setting in which a baseline and an alternative, which links of the first format know, are sides of the case."""
    if not any(side in USUAL for side, _ in setting.sides):
        return setting
    own = _own_sides(setting.case, _HiddenFromCache(tree_of(setting)))
    meant = {BASELINE.key: own.roles.baseline, ALTERNATIVE.key: next(iter(own.proposals), own.roles.baseline)}
    found = replace(setting, sides=())
    for name, pairs in setting.sides:
        side = name if name in own.sides else meant.get(name, name)
        found = found.with_pairs(side, {**dict(found.pairs(side)), **dict(pairs)}, keep=name not in USUAL)
    return found


def ends_of(setting: Setting) -> tuple[str, str]:
    """The side that is looked at and the one that it is compared with: as chosen, else what is told first."""
    proposal = proposal_of(setting)
    chosen = (setting.looks_at(PAIR) or "").split("~")
    if len(chosen) == 2 and set(chosen) <= set(proposal.sides) and chosen[0] != chosen[1]:
        return chosen[0], chosen[1]
    return proposal.pair()


def own_sides_of(setting: Setting) -> dict[str, dict[str, Any]]:
    """What the case itself says of each side."""
    own = _own_sides(setting.case, _HiddenFromCache(tree_of(setting)))
    return {side: dict(settings) for side, settings in own.sides.items()}


def levers_of(setting: Setting) -> tuple[Lever, ...]:
    """Every lever of the case."""
    return _levers(setting.case, _HiddenFromCache(tree_of(setting)))


def sides_of(setting: Setting) -> Mapping[str, Scenario]:
    """The scenario of each side over the whole network and all days; raises BadInput."""
    return _sides(_what(setting), None, _HiddenFromCache(proposal_of(setting)))


def cut_of(setting: Setting) -> Cut:
    """What a preview of the setting covers: it hangs on the case and the place, not on what the levers say."""
    return _cut(_HiddenFromCache(scenario_of_case(setting)), setting.case, setting.part)


def places_of(setting: Setting) -> dict[str, tuple[str, str]]:
    """Places to which a preview may be confined, by code, with their names in Chinese and English."""
    network = scenario_of_case(setting).network.model_copy(update={"scale": 1.0, "within": None})
    territory = ground(network)
    nodes = territory.graph.nodes
    return {code: (nodes[code]["name"], nodes[code]["name_en"]) for code in parts(territory)}


def preview(setting: Setting) -> Preview:
    """The paired preview; a side that is known is not simulated again. Raises BadInput."""
    cut = cut_of(setting)
    proposal = proposal_of(setting).ending_with(cut.settings)
    scenarios = _within_limits(_what(setting), cut, _HiddenFromCache(proposal))
    small = _cut(_HiddenFromCache(scenario_of_case(setting)), setting.case, setting.part, by_budget=True)
    return Preview(cut, scenarios, _previews().compared(scenarios, proposal.roles), *ends_of(setting), small)


def preview_result(scenario: Scenario) -> Result:
    """The result of one scenario of the size of a preview, such as one between the two sides; known ones are not run again."""
    refuse_endless(scenario, scenario.name)
    return _previews().result(scenario)


def fits_live_budget(setting: Setting) -> bool:
    """Whether single citizens of the whole comparison can be traced while a visitor waits."""
    return _seconds_to_live(setting.of_numbers(), _HiddenFromCache(sides_of(setting))) <= MAX_TRACE_SECONDS


def request_full_run(setting: Setting) -> ComparisonJob:
    """Put the whole comparison into the queue; an earlier job of this session is cancelled. Raises BadInput."""
    job = job_queue().submit_comparison(_session(), sides_of(setting), proposal_of(setting).roles)
    st.session_state[_COMPARISON_JOB] = (_what(setting), job)
    return job


def job_of(setting: Setting) -> ComparisonJob | None:
    """This session's job for exactly this comparison, if there is one."""
    what, job = st.session_state.get(_COMPARISON_JOB, (None, None))
    return job if what == _what(setting) else None


def request_verification() -> VerificationJob:
    """Put a verification of the engine into the queue."""
    job = job_queue().submit_verification(f"{_session()} checkup")
    st.session_state[_VERIFICATION_JOB] = job
    return job


def verification_job() -> VerificationJob | None:
    """This session's verification, if there is one."""
    job: VerificationJob | None = st.session_state.get(_VERIFICATION_JOB)
    return job


def job_under_way() -> ComparisonJob | None:
    """This session's job that is waiting or running, whatever it was asked for."""
    _, job = st.session_state.get(_COMPARISON_JOB, (None, None))
    return job if job is not None and not job.over else None


def full(setting: Setting) -> Comparison | None:
    """The whole comparison, where this session's job for it is done or stopped half way."""
    job = job_of(setting)
    return job.outcome if job is not None else None


@st.cache_resource(show_spinner=False)
def job_queue() -> JobQueue:
    """The one queue of heavy work."""
    return JobQueue(store=default_store())


@st.cache_resource(show_spinner=False)
def _previews() -> Previews:
    return Previews()


def _what(setting: Setting) -> tuple[object, ...]:
    """What has a say in a full run: neither the language nor the place of the preview."""
    return (setting.case, setting.shared, setting.sides)


def _session() -> str:
    """Id of the visitor's session, which owns their jobs; "alone" outside a running page."""
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    context = get_script_run_ctx()
    return context.session_id if context is not None else "alone"


def _uploaded(case: str) -> Any:
    """An uploaded scenario of this session; BadInput where a link names one of another session."""
    known = uploads()
    if case not in known:
        raise BadInput(
            f"case {shown(case)} is not in this session; allowed: a preset, or the same files uploaded again"
        )
    return known[case]


@dataclass(frozen=True)
class _HiddenFromCache:
    """Something large that stands beside its name as an argument of a cache, and is not looked at by it."""

    value: Any

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _HiddenFromCache)


@lru_cache(maxsize=64)
def _sides(_what: tuple[object, ...], _cut: Cut | None, proposal: _HiddenFromCache) -> Mapping[str, Scenario]:
    """The sides of a proposal, cached by its setting and the extent of its preview, which tell it from others."""
    scenarios: Mapping[str, Scenario] = proposal.value.scenarios()
    return scenarios


@lru_cache(maxsize=64)
def _within_limits(what: tuple[object, ...], cut: Cut, proposal: _HiddenFromCache) -> Mapping[str, Scenario]:
    """The same as ``_sides``, where none of them is endless; raises BadInput."""
    sides = _sides(what, cut, proposal)
    for side in sides.values():
        refuse_endless(side, proposal.value.where)
    return sides


@lru_cache(maxsize=16)
def _levers(_case: str, tree: _HiddenFromCache) -> tuple[Lever, ...]:
    """Cached by the case's name; the tree itself is not looked at by the cache, which could not hash it."""
    return tuple(all_levers(tree.value))


@lru_cache(maxsize=16)
def _own_sides(case: str, tree: _HiddenFromCache) -> Sides:
    """The sides of a case; the case as it is and a proposal that sets nothing yet, where it names none and has none."""
    found = own_sides(tree.value, case)
    if found.sides:
        return found
    return replace(found, sides={TODAY.key: {}, f"{ADDED}1": {}}, roles=SideRoles(TODAY.key))


_preset = lru_cache(maxsize=16)(compose)


@lru_cache(maxsize=16)
def _validated(name: str, tree: _HiddenFromCache) -> Scenario:
    return scenario_of(tree.value, name)


@lru_cache(maxsize=32)
def _seconds_to_live(_of: Setting, sides: _HiddenFromCache) -> float:
    """Seconds that the readable engine takes for one replication of both sides."""
    return sum(seconds_of(offered_load(plan_of(side)), READABLE) for side in sides.value.values())


@lru_cache(maxsize=32)
def _cut(scenario: _HiddenFromCache, case: str, part: str | None, by_budget: bool = False) -> Cut:
    """Cached by case and place: the preview as measured or, ``by_budget``, the largest that the budget of time allows."""
    return cut_for(scenario.value, part) if by_budget else preview_for(scenario.value, case, part)
