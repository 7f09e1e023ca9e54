"""The changes that a page of the documents shows, and how they are made in a copy of the project.

A change is a diff without line numbers, found by its text: ``--- a/FILE``, ``+++ b/FILE``, then lines that stay, go (``-``) or
come (``+``); ``@@`` stands between two places of one file. A new file stands whole below a line "New file `FILE`:". What is
to be typed stands in blocks without a language.
"""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from os import environ
from pathlib import Path
from typing import NamedTuple

_DIFF = re.compile(r"^```diff\n--- a/(?P<old>\S+)\n\+\+\+ b/(?P<new>\S+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_NEW = re.compile(r"^New file `(?P<name>\S+)`[^\n]*:\n\n```\w+\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
# What a page calls the tools that ``make`` installs.
_TOOLS = {".venv/bin/python": [sys.executable], ".venv/bin/sinksim": [sys.executable, "-m", "sinksim"]}


class Edit(NamedTuple):
    """One place of a file: its lines before and after the change."""

    file: str
    before: str
    after: str


def edits(page: str) -> Iterator[Edit]:
    """Every place that a page changes, in order."""
    for shown in _DIFF.finditer(page):
        assert shown["old"] == shown["new"], f"one file under two names: {shown['old']}, {shown['new']}"
        for place in re.split(r"^@@.*\n", shown["body"], flags=re.MULTILINE):
            lines = place.splitlines()
            before, after = ("".join(f"{line[1:]}\n" for line in lines if line[:1] != other) for other in "+-")
            yield Edit(shown["new"], before, after)


def new_files(page: str) -> dict[str, str]:
    """Every file that a page adds, by its path."""
    return {shown["name"]: shown["text"] for shown in _NEW.finditer(page)}


def touched(page: str) -> set[str]:
    """Every file that a page changes or adds."""
    return {edit.file for edit in edits(page)} | set(new_files(page))


def commands(page: str) -> list[str]:
    """Every line that a page has its reader type."""
    blocks = [block["text"] for block in _BLOCK.finditer(page) if not block["language"]]
    return [line for block in blocks for line in block.splitlines()]


def make_changes(page: str, folder: Path, only: str = "") -> None:
    """Make a page's changes in a folder, in all files or in those below ``only``; AssertionError where a diff does not fit."""
    for edit in edits(page):
        if edit.file.startswith(only):
            text = (folder / edit.file).read_text(encoding="utf-8")
            assert text.count(edit.before) == 1, f"{edit.file} has this {text.count(edit.before)} times:\n{edit.before}"
            (folder / edit.file).write_text(text.replace(edit.before, edit.after), encoding="utf-8")
    for name, text in new_files(page).items():
        if name.startswith(only):
            assert not (folder / name).exists(), f"{name} is no new file"
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")


def typed(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command of a page in a folder that holds the project."""
    words = shlex.split(command)
    kept = {name: value for name, value in environ.items() if not name.startswith("PYTEST")}
    return subprocess.run(
        [*_TOOLS.get(words[0], words[:1]), *words[1:]],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(folder), "SINKSIM_CACHE": "off"},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
