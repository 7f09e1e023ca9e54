"""``sinksim rerun FOLDER``: repeat a report from its manifest and say whether every table is the same, bit for bit."""

import hashlib
import json
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sinksim.cli.given import Given, completed
from sinksim.cli.outcome import CHECK_FAILED, INTERRUPTED, Report, as_json
from sinksim.cli.parser import Asked
from sinksim.cli.places import cases_of
from sinksim.core.errors import BadInput
from sinksim.core.wording import shown

Manifest = dict[str, Any]
VERSIONS = ("sinksim", "semantics_version", "python")
NUMBERS_OF_A_RUN = ("replications", "finished")
MOST_BYTES = 5_000_000


def answer(asked: Asked) -> int:
    """Repeat, compare hashes, name the versions that differ; 1 where a table differs."""
    folder = Path(asked.folder or "")
    before = _manifest(folder)
    _refuse_other_format(folder, before)
    run_names = [run["run"] for run in before["runs"]]
    asked_again = replace(asked, scenario=str(folder / "scenario.yaml"), command=_command(run_names), fresh=True)
    of = _scenario(folder, before, asked_again)
    first_run = before["runs"][0]  # every run of a report has the same engine and as many replications
    engine = asked.engine or first_run["engine"]
    replications, out_of = int(first_run["finished"]), int(first_run["replications"])
    if replications < 1:
        raise BadInput(f"{folder}: the run has no finished replication; allowed: a report with at least 1")
    with tempfile.TemporaryDirectory(prefix="sinksim-") as spare:
        place = None if asked.out is not None else Path(spare)
        made = _repeat(replace(asked_again, engine=engine), of, replications, out_of, place)
        after = _manifest(made.folder)
    _print_verdict(asked, _verdict(before, after), _differing(before, after))
    if made.results[0].n < replications:
        return INTERRUPTED
    return 0 if all(_verdict(before, after).values()) else CHECK_FAILED


def _command(run_names: list[str]) -> str:
    return "run" if run_names == ["run"] else "compare"


def _manifest(folder: Path) -> Manifest:
    """The manifest of a report; raises BadInput where there is none or it is not one."""
    path = folder / "manifest.json"
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadInput(f"{path}: {path.stat().st_size} bytes; allowed: at most {MOST_BYTES}")
        manifest = json.loads(path.read_text(encoding="utf-8"))
        runs = manifest["runs"]
        if not all(isinstance(run[name], int) and run["engine"] for run in runs for name in NUMBERS_OF_A_RUN):
            raise ValueError
        # Whatever is missing here raises, and is told below.
        _ = runs[0], manifest["files"].items(), manifest["scenario_sha256"], list(manifest["command"])
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror}); allowed: the folder of a report") from None
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        raise BadInput(
            f"{path}: is no manifest of a report; allowed: one as sinksim run and compare write it"
        ) from None
    checked: Manifest = manifest
    return checked


def _refuse_other_format(folder: Path, before: Manifest) -> None:
    """Refuse a report of another format: what it counted is counted otherwise today, so no table could be the same."""
    from sinksim.reports.manifest import FORMAT_VERSION

    found = before.get("format_version", 1)
    if found != FORMAT_VERSION:
        age = "an older" if isinstance(found, int) and found < FORMAT_VERSION else "another"
        raise BadInput(
            f"{folder}: the report is of {age} format ({shown(found)}) and cannot be repeated to the bit; allowed: a report of "
            f"format {FORMAT_VERSION} (docs/formats.md tells what changed; sinksim compare or run on its scenario.yaml "
            "makes one)"
        )


def _scenario(folder: Path, before: Manifest, asked: Asked) -> Given:
    """The resolved scenario beside the manifest, unchanged, with the log of cases that it read."""
    from sinksim.scenarios.loading.composing import compose

    path = folder / "scenario.yaml"
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror}); allowed: the scenario of the report") from None
    if found != before["scenario_sha256"]:
        raise BadInput(f"{path}: has been changed since the report was made; allowed: the file as it was written")
    of = completed(compose(str(path)), moves=(), asked=asked)  # the file has all overrides in it
    wanted = cases_of(before["command"])
    if of.cases_sha256 != wanted:
        raise BadInput(f"--cases is {asked.cases!r}; allowed: {_cases_wanted(wanted)}")
    return of


def _cases_wanted(wanted: str | None) -> str:
    return f"the log of cases that the report read (SHA-256 {wanted})" if wanted else "none, since the report read none"


def _repeat(asked: Asked, of: Given, replications: int, out_of: int, folder: Path | None) -> Report:
    """The run again, with the ``replications`` that were finished of the ``out_of`` asked for.

    ``folder``: where its report goes; None for one of its own, as ``--out`` asks.
    """
    from sinksim.cli.commands import compare, run

    tree = {**of.file_tree, "experiment": {**of.file_tree["experiment"], "replications": replications}}
    report = compare.report if asked.command == "compare" else run.report
    return report(asked, replace(of, file_tree=tree), folder, out_of)


def _verdict(before: Manifest, after: Manifest) -> dict[str, bool]:
    """For each table of the report, whether the repeated one has the same hash."""
    return {
        name: after["files"].get(name) == digest for name, digest in before["files"].items() if name.endswith(".csv")
    }


def _differing(before: Manifest, after: Manifest) -> dict[str, list[Any]]:
    """Versions that differ, as [then, now]."""
    then, now = ({**{name: m.get(name) for name in VERSIONS}, **_packages(m)} for m in (before, after))
    return {name: [then.get(name), now.get(name)] for name in {**then, **now} if then.get(name) != now.get(name)}


def _packages(manifest: Manifest) -> Mapping[str, Any]:
    packages = manifest.get("packages")
    return packages if isinstance(packages, dict) else {}


def _print_verdict(asked: Asked, same: dict[str, bool], versions: dict[str, list[Any]]) -> None:
    """Say of every table whether it is the same, and which versions differ from those of the report."""
    if asked.json:
        print(as_json({"same": all(same.values()), "tables": same, "versions_that_differ": versions}))
        return
    for name, is_same in same.items():
        print(f"{name}: {'same' if is_same else 'DIFFERENT'}")
    for name, (then, now) in versions.items():
        print(f"version of {name}: {then} then, {now} now")
    print("every table is the same, bit for bit" if all(same.values()) else "not the same")
