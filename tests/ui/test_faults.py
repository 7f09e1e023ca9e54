"""What refuses an upload is said in Chinese on the Chinese page; what the reader wrote stays as it was written."""

import re

import pytest

from sinksim.composition.own_case import own_case
from sinksim.errors import BadInput
from sinksim.network.uploads import File
from sinksim.scenarios.meanings import meanings
from sinksim.words.faults import fault_in
from tests.unit.cli.conftest import TOY
from tests.unit.network.tables import BROKEN

# Names of columns, settings, files and values are shown as they are.
AS_WRITTEN = re.compile(
    r"'[^']*'|\"[^\"]*\"|\b(code|name|tier|parent|population|source|target|relation|minutes|fare|lon|lat|weight|rural_share|kind)\b"
    r"|\b(per_day|phone|service|origin|arisen|xls)\b|[\w.]+\.(csv|xlsx|yaml|\w+)(:\d+|\[\w+\](:\d+)?)?|\.(csv|xlsx|yaml)|UTF-8|CSV|Excel|WPS|LibreOffice|NUL"
    r"|\b(true|false|administers|guides|refers|shares_data|city|district|nodes|edges|cases|known)\b|\^\S+"
)
UPLOADS = [
    ("toy.yaml", TOY.replace("per_day: 20", "per_day: 100000000")),
    ("toy.yaml", TOY.replace("per_day: 20", "per_day: -1")),
    ("toy.yaml", TOY.replace("per_day: 20", "per_dax: 1")),
    ("n.zip", b"PK\x03\x04" + b"x" * 50),
    ("n.xlsx", b"code,tier"),
    ("n.csv", b"a" * 5_000_001),
    ("c.csv", "service,origin,arisen,phone\nx,y,2022-01-01T00:00,1\n"),
    ("n.csv", "code,tier\n" + "x,y\n" * 25_000),
]


def refused(*files):
    with pytest.raises(BadInput) as caught:
        own_case([File(name, text if isinstance(text, bytes) else text.encode()) for name, text in files], "guizhou")
    return str(caught.value).splitlines()


def english_left(line):
    return re.findall(r"[A-Za-z]{3,}", AS_WRITTEN.sub("", fault_in("zh", line, meanings())))


@pytest.mark.parametrize("upload", UPLOADS, ids=lambda u: u[0])
def test_what_refuses_an_upload_is_said_in_chinese(upload):
    for line in refused(upload):
        assert english_left(line) == [], fault_in("zh", line, meanings())
        assert fault_in("en", line, meanings()) == line


def test_nearly_every_fault_of_a_table_is_said_in_chinese():
    lines = [
        line
        for _, nodes, edges, _ in BROKEN
        for line in refused(
            *(("nodes.csv", nodes), *([("edges.csv", edges)] if edges is not None else [])),
        )
    ]
    left = [fault_in("zh", line, meanings()) for line in lines if english_left(line)]
    assert len(left) <= 0.15 * len(lines), "\n".join(left)


def test_what_the_reader_wrote_is_never_translated():
    line = "n.csv:2: code is 'or is missing; allowed: '; allowed: a number from 1 to 9"
    assert fault_in("zh", line) == "n.csv:2: code 为 'or is missing; allowed: '；允许：1 至 9 的数"


def test_meanings_are_known_in_both_languages():
    assert meanings()["resident population"] == "常住人口"
    assert len(meanings()) > 100
