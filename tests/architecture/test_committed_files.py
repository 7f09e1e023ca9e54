import re
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.helpers.source import ROOT

# Written so that no pattern matches its own text.
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted\.org|npmjs\.(org|com)|yarnpkg\.com|anaconda\.org|index[-]url"
    r"|https?://[^\s\"')>]+\.(whl|tgz|tar\.gz)\b"
)
# Working papers of the study, which no reader of the repository has.
OUTSIDE = re.compile(r"\b(DOMAI[N]|DESIG[N]|PRESET[S]|STYL[E]|ENGINE[S])\b")
HOME = r"/(home|Users)/\w+/|(?<![\w.])/roo[t]/|[A-Z]:\\Users\\"


def machine_path():
    """An absolute path of the machine the tests run on, or of anybody's home folder."""
    places = [str(ROOT)]
    if str(ROOT.parent) not in {"/", tempfile.gettempdir()}:
        places.append(str(ROOT.parent))
    here = "|".join(rf"(?<![\w.]){re.escape(place)}/" for place in places)
    return re.compile(f"{HOME}|{here}")


@pytest.fixture(scope="module")
def texts():
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout: what is committed is not known here")
    run = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    files = [ROOT / name for name in listed if name and (ROOT / name).is_file()]
    return {path.relative_to(ROOT).as_posix(): path.read_bytes().decode("utf-8", "replace") for path in files}


def lines_with(pattern, texts):
    return [
        f"{name}:{number}"
        for name, text in texts.items()
        if pattern.search(text)
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_committed_file_names_a_package_registry(texts):
    assert "pyproject.toml" in texts
    assert lines_with(REGISTRY, texts) == []


def test_no_committed_file_carries_a_path_of_a_machine(texts):
    assert lines_with(machine_path(), texts) == []


def test_no_committed_text_cites_a_document_outside_the_repository(texts):
    assert lines_with(OUTSIDE, {name: text for name, text in texts.items() if "\0" not in text}) == []


@pytest.mark.parametrize("cited", ["X: DOMAI" + "N 3.7", "see STYL" + "E.md", "DESIG" + "N section 4"])
def test_a_citation_of_such_a_document_would_be_found(cited):
    assert OUTSIDE.search(cited)


@pytest.mark.parametrize(
    "address", ["https://pypi" + ".org/project/x", "--index" + "-url x", "http://a.b/c-1.0.tar" + ".gz"]
)
def test_a_registry_address_would_be_found(address):
    assert REGISTRY.search(address)


@pytest.mark.parametrize("path", ["/home" + "/someone/x.py", f"{ROOT}" + "/x.py", "C:" + r"\Users\someone"])
def test_a_machine_path_would_be_found(path):
    assert machine_path().search(path)


def test_every_pin_is_exact_and_names_no_place():
    pins = Path(ROOT / "constraints.txt").read_text(encoding="utf-8").split()
    assert len(pins) > 20
    assert [pin for pin in pins if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*", pin)] == []
