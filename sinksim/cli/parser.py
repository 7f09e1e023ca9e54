"""What may be typed: commands, their arguments and options."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple, NoReturn

from sinksim.cli.whole_numbers import whole
from sinksim.core.errors import BadInput
from sinksim.core.language import Lang


class Command(NamedTuple):
    """A command: what it does, its arguments, the module that answers it, and the groups of options it has."""

    meaning: str
    arguments: tuple[str, ...]
    module: str
    options: tuple[str, ...] = ()


COMMANDS = {
    "presets": Command("list the scenarios that come with it", (), "presets"),
    "show": Command(
        "resolved scenario, processes, checks, expected utilisation, size",
        ("scenario", "overrides"),
        "show",
        ("tables",),
    ),
    "run": Command(
        "levels of one scenario with their intervals",
        ("scenario", "overrides"),
        "run",
        ("tables", "sweep", "kept", "zip"),
    ),
    "compare": Command(
        "the sides of a comparison: differences first, then levels",
        ("scenario", "overrides"),
        "compare",
        ("tables", "sides", "preview", "sweep", "kept", "zip"),
    ),
    "twin": Command(
        "one citizen, the same need and luck, through two sides of a comparison",
        ("scenario", "overrides"),
        "twin",
        ("tables", "sides", "preview", "pair", "citizen"),
    ),
    "explain": Command(
        "the difference of a comparison by kind of time and of money, and by setting",
        ("scenario", "overrides"),
        "explain",
        ("tables", "sides", "preview", "pair", "parts", "kept"),
    ),
    "verify": Command("an engine against queueing theory", ("systems",), "verify", ("depth",)),
    "calibrate": Command("published figures beside what presets make of them", ("presets",), "calibrate", ("kept",)),
    "cases": Command("a page on every preset: channels, headlines, losses", ("presets",), "cases", ("kept",)),
    "export": Command(
        "a scenario and its network as files, or blank tables to fill in",
        ("scenario?", "overrides"),
        "export",
        ("template", "tables"),
    ),
    "rerun": Command("repeat a report from its manifest, bit for bit", ("folder",), "rerun", ("cases",)),
    "document": Command("reference page of everything that a scenario may say", (), "document"),
    "app": Command("the pages, in a browser on this machine", (), "app", ("serving",)),
}

EPILOG = """\
SCENARIO is a preset's name or a .yaml file. Each OVERRIDE is Hydra's: policy.adoption=0.8, risk=outage, +new=1, ~gone.
With a comparison, SIDE:policy.adoption=0.8 moves that side; without a side a decision moves the proposals, all else every side.
Exit codes: 0 done, 1 a check failed, 2 bad input, 130 interrupted (what was finished is kept, marked partial).
"""


@dataclass(frozen=True)
class Asked:
    """What was asked for on one command line."""

    command: str
    scenario: str | None = None
    overrides: list[str] = field(default_factory=list)
    systems: list[str] = field(default_factory=list)
    presets: list[str] = field(default_factory=list)
    sides: list[str] = field(default_factory=list)
    of: str | None = None
    against: str | None = None
    folder: str | None = None
    engine: str | None = None
    replications: int | None = None
    seed: int | None = None
    workers: int | None = None
    out: str | None = None
    json: bool = False
    quiet: bool = False
    lang: Lang = "en"
    multirun: bool = False
    preview: bool = False
    nodes: str | None = None
    edges: str | None = None
    network: str | None = None
    cases: str | None = None
    customers: int | None = None
    seeds: int = 1
    template: str | None = None
    citizen: str | None = None
    next: str | None = None
    largest: bool = False
    by: str | None = None
    filed: str | None = None
    service: str | None = None
    segment: str | None = None
    area: str | None = None
    replication: int = 0
    settings_in_turn: bool = False
    order: str | None = None
    fresh: bool = False
    zip: bool = False
    port: int | None = None
    address: str | None = None
    no_browser: bool = False

    @property
    def settings(self) -> list[str]:
        """The overrides, those that have an option of their own last."""
        named = {"seed": self.seed, "replications": self.replications}
        return [*self.overrides, *(f"experiment.{name}={value}" for name, value in named.items() if value is not None)]


class Parser(argparse.ArgumentParser):
    """A parser that refuses by one sentence."""

    def error(self, message: str) -> NoReturn:
        """Raise BadInput."""
        text = message if "allowed:" in message else f"{message}; allowed: see {self.prog} --help"
        raise BadInput(f"{self.prog}: {text}")


def parse(arguments: Sequence[str]) -> Asked | int:
    """What is asked for, or the exit code where only help or the version was wanted; raises BadInput."""
    try:
        return _parse(list(arguments))
    except SystemExit as done:  # argparse's way to say that help has been printed
        return int(done.code or 0)


def _parse(arguments: list[str]) -> Asked:
    """What was asked for, from the arguments of a command; argparse itself answers --help, --version and faults."""
    if not arguments or arguments[0] not in COMMANDS:
        top = _top()
        if not arguments or not arguments[0].startswith("-"):
            problem = f"there is no command {arguments[0][:60]!r}" if arguments else "no command is given"
            top.error(f"{problem}; allowed: {', '.join(COMMANDS)}")
        top.parse_args(arguments)  # ends the program for --help and --version
        top.error(f"no command is given; allowed: {', '.join(COMMANDS)}")
    name, *rest = arguments
    typed = vars(_parser_of(name).parse_intermixed_args(rest))
    known = {f.name for f in fields(Asked)}
    return Asked(name, **{key: value for key, value in typed.items() if key in known and value is not None})


def _top() -> Parser:
    """The parser of ``sinksim`` alone: its help lists the commands."""
    listed = "\n".join(f"  {name:9} {command.meaning}" for name, command in COMMANDS.items())
    parser = Parser(
        prog="sinksim",
        usage="sinksim COMMAND SCENARIO [OVERRIDE ...] [options]",
        description="Who waits, who is reached and what it costs when public services move down to the grassroots.",
        epilog=f"commands:\n{listed}\n\nsinksim COMMAND --help tells the options of a command.\n\n{EPILOG}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")
    return parser


class _Version(argparse.Action):
    """Prints the version, which is read only then."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        """Print the installed version and end."""
        from importlib.metadata import version

        print(f"sinksim {version('sinksim')}")
        parser.exit()


def _parser_of(name: str) -> Parser:
    """The parser of one command, with its arguments and options."""
    command = COMMANDS[name]
    parser = Parser(
        prog=f"sinksim {name}",
        description=f"{command.meaning[0].upper()}{command.meaning[1:]}.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    # What the tables hold for a name adds the argument, or the options of the group, to the parser.
    for argument in command.arguments:
        _ARGUMENTS[argument](parser)
    for group in command.options:
        _OPTIONS[group](parser)
    _common(parser)
    return parser


_ARGUMENTS: dict[str, Callable[[Parser], Any]] = {
    "scenario": lambda p: p.add_argument("scenario", metavar="SCENARIO", help="a preset's name or a .yaml file"),
    "scenario?": lambda p: p.add_argument(
        "scenario", metavar="SCENARIO", nargs="?", help="a preset's name or a .yaml file"
    ),
    "overrides": lambda p: p.add_argument(
        "overrides", metavar="OVERRIDE", nargs="*", help="setting, such as policy.adoption=0.8"
    ),
    "systems": lambda p: p.add_argument(
        "systems", metavar="SYSTEM", nargs="*", help="systems to verify (default: all)"
    ),
    "presets": lambda p: p.add_argument(
        "presets", metavar="PRESET", nargs="*", help="names of presets (default: all that there is something to say of)"
    ),
    "folder": lambda p: p.add_argument("folder", metavar="FOLDER", help="folder of a report, with its manifest.json"),
}


def _common(parser: Parser) -> None:
    """Options that every command takes."""
    add = parser.add_argument
    add("--engine", metavar="NAME", help="engine: auto, agents or compiled")
    add("--replications", metavar="N", type=whole(1), help="replications, instead of the scenario's")
    add("--seed", metavar="N", type=whole(0), help="seed of all luck, instead of the scenario's")
    add(
        "--workers",
        metavar="N",
        type=whole(1),
        help="processes (default: all cores where it pays); results do not depend on it",
    )
    add("--out", metavar="PATH", help="where to write (default: a folder under ./results)")
    add("--json", action="store_true", help="print exactly one JSON document")
    add("--quiet", action="store_true", help="no progress")
    add("--lang", choices=("en", "zh"), default="en", help="language of the text: en (default) or zh")


def _tables(parser: Parser) -> None:
    """Options for the planner's own network and cases."""
    add = parser.add_argument
    add("--nodes", metavar="FILE", help="CSV table of places, instead of the scenario's network")
    add("--edges", metavar="FILE", help="CSV table of relations between them")
    add("--network", metavar="FILE", help="both in one Excel workbook (.xlsx)")
    _cases(parser)


def _sides(parser: Parser) -> None:
    """Options that add sides to a comparison."""
    parser.add_argument(
        "--side",
        dest="sides",
        action="append",
        default=[],
        metavar="SIDE",
        help="another side, such as 'more: policy.adoption=0.8', or settings of one that is there; may be repeated",
    )


def _pair(parser: Parser) -> None:
    """Options that choose two sides of a comparison."""
    add = parser.add_argument
    add("--of", metavar="SIDE", help="the side that is looked at (default: the first that is told)")
    add("--against", metavar="SIDE", help="the side that it is compared with (default: the baseline)")


def _cases(parser: Parser) -> None:
    help_text = "CSV log of recorded cases; they take the place of the drawn demand of their services"
    parser.add_argument("--cases", metavar="FILE", help=help_text)


def _depth(parser: Parser) -> None:
    """Options of verify: how many customers, under how many seeds."""
    add = parser.add_argument
    help_text = "customers of each class, such as 1e6 (default: quick, about a minute)"
    add("--customers", metavar="N", type=whole(1), help=help_text)
    add("--seeds", metavar="N", type=whole(1), help="verify under N seeds in a row and judge how they spread")


def _slice(parser: Parser) -> None:
    """Options that select a part of the cohort."""
    add = parser.add_argument
    add("--service", metavar="NAME", help="this service only")
    add("--segment", metavar="NAME", help="this segment of citizens only, such as over60_rural")


def _citizen(parser: Parser) -> None:
    """Options of twin: whose timelines to show."""
    add = parser.add_argument
    add("--citizen", metavar="WHO", help="id (SERVICE/ORIGIN/LAYER/ORDINAL) or number among those chosen, from 1")
    add("--next", metavar="ID", help="the citizen after this one, among those chosen")
    add("--largest", action="store_true", help="list the ten whose difference is largest either way")
    add("--by", metavar="MEASURE", help="what --largest goes by: elapsed (default), citizen_time or money")
    add("--filed", metavar="WHERE", help="choose needs filed on both sides, on one only (its name), or any")
    add("--replication", metavar="N", type=whole(0), help="which replication is lived through, from 0 (default)")
    _slice(parser)


def _parts(parser: Parser) -> None:
    """Options of explain: settings in turn, and a part of the cohort."""
    add = parser.add_argument
    add("--by-setting", dest="settings_in_turn", action="store_true",
        help="also change the settings one after the other and say what each adds")  # fmt: skip
    add("--order", metavar="PATHS", help="order of the settings for --by-setting, separated by commas")
    add("--area", metavar="CODE", help="this area only, by its code, such as 520102; not with --segment")
    _slice(parser)


def _serving(parser: Parser) -> None:
    """Options of app: where the pages are served."""
    add = parser.add_argument
    add("--port", metavar="N", type=whole(1), help="port (default: 8501, or the next that is free)")
    add("--address", metavar="HOST", help="address to serve on (default: 127.0.0.1, this machine alone)")
    add("--no-browser", action="store_true", help="open no browser")


_OPTIONS: dict[str, Callable[[Parser], Any]] = {
    "tables": _tables,
    "sides": _sides,
    "pair": _pair,
    "preview": lambda p: p.add_argument(
        "--preview",
        action="store_true",
        help="a preview, as the pages show it: part of the network or fewer days; another place: network.within=\"'CODE'\"",
    ),
    "cases": _cases,
    "sweep": lambda p: p.add_argument(
        "-m",
        "--multirun",
        action="store_true",
        help="one job for each value of a comma list, such as policy.adoption=0.2,0.8",
    ),
    "depth": _depth,
    "zip": lambda p: p.add_argument(
        "--zip",
        action="store_true",
        help="also write report.zip: tables, Excel workbook, page of charts, brief for superiors",
    ),
    "citizen": _citizen,
    "parts": _parts,
    "kept": lambda p: p.add_argument(
        "--fresh", action="store_true", help="run again even where the same run has been kept from before"
    ),
    "serving": _serving,
    "template": lambda p: p.add_argument("--template", metavar="FOLDER", help="write blank tables to fill in"),
}
