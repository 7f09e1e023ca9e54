"""``sinksim twin``: one citizen, the same need and luck, through both sides of a comparison."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sinksim.cli.given import given
from sinksim.cli.outcome import as_json
from sinksim.cli.parser import Asked
from sinksim.cli.progress import Progress
from sinksim.core.errors import BadInput
from sinksim.core.wording import near, shown

if TYPE_CHECKING:
    from sinksim.analysis.twin import PairedCohort
    from sinksim.analysis.twin.pairing import Filed, Measure


def answer(asked: Asked) -> int:
    """Print two timelines, or the lists of those who fare most differently."""
    from sinksim.analysis.twin import pair_cohorts

    _refuse(asked)
    of = given(asked)
    side, against = of.sides.pair(asked.of, asked.against)
    asked = _filed(asked, {against: "baseline", side: "alternative"})
    scenarios, names = of.sides.scenarios(), of.sides.roles.pair_names(side, against)
    ends = scenarios[against], scenarios[side]
    silent = asked.quiet or asked.json
    with Progress(of.scenario.name, "sides", silent=silent) as progress:
        paired = pair_cohorts(*ends, asked.replication, names=names, engine=asked.engine, progress=progress)
    if asked.largest:
        return _print_largest(asked, paired)
    position = _chosen(asked, paired)
    return _print_one(asked, paired, position)


def _refuse(asked: Asked) -> None:
    """Refuse options that twin does not take, and unknown choices, before anything is run."""
    from sinksim.analysis.twin.pairing import MEASURES

    if asked.replications is not None:
        raise BadInput(
            f"--replications is {asked.replications}; allowed with twin: --replication N, the one that is lived through"
        )
    if asked.out is not None:
        raise BadInput(f"--out is {shown(asked.out)}; allowed with twin: --json, which can be sent to a file")
    if asked.by is not None and asked.by not in MEASURES:
        raise BadInput(f"--by is {shown(asked.by)}; {near(asked.by, MEASURES)}")


def _filed(asked: Asked, ends: dict[str, "Filed"]) -> Asked:
    """The command with ``--filed`` as ``select`` takes it; users name a side, ``ends`` says which end of the pair that is."""
    known: dict[str, Filed] = {"both": "both", "any": "any", **ends}
    if asked.filed is not None and asked.filed not in known:
        raise BadInput(f"--filed is {shown(asked.filed)}; {near(asked.filed, known)}")
    return asked if asked.filed is None else replace(asked, filed=known[asked.filed])


def _among(asked: Asked, paired: "PairedCohort", filed: str) -> Any:
    """Positions that the filters leave; ``filed`` where no --filed is given."""
    return paired.select(asked.service, asked.segment, asked.filed or filed)  # type: ignore[arg-type]


def _chosen(asked: Asked, paired: "PairedCohort") -> int:
    """Position of the citizen who was asked for; by number among those chosen, by id, or the first who fares differently."""
    if asked.next is not None:
        among = _among(asked, paired, "any").tolist()
        after = paired.position(asked.next)
        found = next((position for position in among if position > after), None)
        if found is None:
            raise BadInput(f"--next is {shown(asked.next)}, the last one chosen; allowed: a citizen before the last")
        return int(found)
    if asked.citizen is not None and "/" in asked.citizen:
        return paired.position(asked.citizen)
    among = _among(asked, paired, "any")
    if not len(among):
        raise BadInput(
            "sinksim twin: no case matches the filters; allowed: a service, segment and --filed that some case has "
            "(single cases of a recorded log are not shown)"
        )
    if asked.citizen is None:
        first = paired.first(among)
        assert first is not None
        return first
    # 0 for what is no number: it is refused like a number that is out of range.
    number = int(asked.citizen) if asked.citizen.isascii() and asked.citizen.isdecimal() else 0
    if not 1 <= number <= len(among):
        raise BadInput(
            f"--citizen is {shown(asked.citizen)}; allowed: an id such as {paired.citizen(int(among[0])).id}, "
            f"or a number from 1 to {len(among)}"
        )
    return int(among[number - 1])


def _print_one(asked: Asked, paired: "PairedCohort", position: int) -> int:
    """Print the timelines of one citizen."""
    from sinksim.analysis.twin import build_timelines
    from sinksim.i18n import Naming, words
    from sinksim.text.scope import scope_sentence
    from sinksim.text.twins import twin_text

    with Progress(paired.scenarios[0].name, "stories", silent=asked.quiet or asked.json):
        (twin,) = build_timelines(paired, [position])
    if asked.json:
        print(as_json(twin.to_json_dict()))
    else:
        scenario = paired.scenarios[0]
        t = words(asked.lang)
        print(twin_text(twin, t, Naming(t, scenario.names), scenario.illustrative))
        print(scope_sentence(paired.plans[0].labels, t))
    return 0


def _print_largest(asked: Asked, paired: "PairedCohort") -> int:
    """Print the citizens whose measure falls or rises most, and where needs were filed."""
    from sinksim.i18n import Naming, words
    from sinksim.text.phrases import phrase
    from sinksim.text.scope import scope_sentence
    from sinksim.text.twins import list_text

    measure: Measure = asked.by or "elapsed"  # type: ignore[assignment]
    lists = dict(zip(("falls", "rises"), paired.largest(_among(asked, paired, "both"), measure), strict=True))
    rows = {name: paired.rows_of(positions, measure) for name, positions in lists.items()}
    if asked.json:
        lists_json = {name: [row._asdict() for row in found] for name, found in rows.items()}
        print(
            as_json(
                {"measure": measure, "replication": paired.replication, "needs": _needs(asked, paired), **lists_json}
            )
        )
        return 0
    t = words(asked.lang)
    naming = Naming(t, paired.scenarios[0].names)
    both, ours, theirs, neither = (f"{number:,}" for number in _needs(asked, paired).values())
    called = {"against": paired.names.of("baseline", t.lang), "side": paired.names.of("alternative", t.lang)}
    print(t("twin.filed", both=both, baseline=ours, alternative=theirs, neither=neither, **called))
    print(
        "\n\n".join(
            list_text(t(f"twin.{name}", side=called["side"]), found, measure, paired.names, t, naming)
            for name, found in rows.items()
        )
    )
    print(scope_sentence(paired.plans[0].labels, t))
    if paired.scenarios[0].illustrative:
        print(phrase("illustrative", asked.lang))
    return 0


def _needs(asked: Asked, paired: "PairedCohort") -> dict[str, int]:
    """How many needs were filed on both sides, on one only, or on neither."""
    keys = {"both": "both", "baseline": paired.names.baseline.key, "alternative": paired.names.alternative.key}
    sizes = {key: len(paired.select(asked.service, asked.segment, name)) for name, key in keys.items()}  # type: ignore[arg-type]
    return {**sizes, "neither": len(paired.select(asked.service, asked.segment)) - sum(sizes.values())}
