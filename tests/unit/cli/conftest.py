from functools import partial

import pytest

from tests.helpers.command_line import answer_to
from tests.helpers.toy import TOY


@pytest.fixture
def sinksim(capsys, tmp_path, monkeypatch):
    """Run the command line in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return partial(answer_to, capsys)


@pytest.fixture
def toy(tmp_path):
    path = tmp_path / "toy.yaml"
    path.write_text(TOY, encoding="utf-8")
    return path
