"""Files that tools and archives read beside pyproject.toml say the same as it."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

import sinksim

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def citation():
    return yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))


def test_the_version_is_one_in_the_package_the_project_and_the_citation(project, citation):
    assert project["version"] == citation["version"] == sinksim.__version__


def test_the_changelog_has_a_heading_for_the_version():
    headings = re.findall(r"^## \[(.+?)\] - .+$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == sinksim.__version__


def test_changes_are_sorted_by_kind():
    kinds = re.findall(r"^### (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert kinds
    assert set(kinds) <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_the_citation_names_title_authors_licence_and_keywords(project, citation):
    assert citation["cff-version"] == "1.2.0"
    assert citation["title"].startswith("sinksim")
    assert citation["abstract"]
    assert citation["authors"] == project["authors"]
    assert citation["license"] == project["license"]
    assert citation["keywords"] == project["keywords"]


def test_the_checks_before_a_commit_are_those_of_make_lint_and_fetch_nothing():
    (source,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    assert source["repo"] == "local"
    assert {hook["language"] for hook in source["hooks"]} == {"system"}
    before_commit = {" ".join(hook["entry"].removesuffix(" --force-exclude").split()) for hook in source["hooks"]}
    recipe = re.search(r"^lint:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)[1]
    lint = {line.strip().removesuffix(" .").replace("$(BIN)", ".venv/bin") for line in recipe.splitlines()}
    assert before_commit == lint
