"""The tables of the places that come with sinksim are made from their sources by a command that can be run again."""

import shutil
from pathlib import Path

import pytest

from sinksim.network.tables.__main__ import main
from sinksim.network.tables.hospitals import highest_averages
from sinksim.network.tables.places import PLACES
from sinksim.scenarios.loading.presets import places_folder

SOURCES = Path(__file__).resolve().parents[3] / "data" / "places"


def test_the_tables_that_come_are_those_that_the_command_makes(tmp_path, capsys):
    assert main([str(SOURCES), "--out", str(tmp_path)]) == 0
    made = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.csv"))
    assert [str(path) for path in made] == sorted(
        ["sichuan/institutions.csv", *(f"{place}/divisions.csv" for place in PLACES)]
    )
    assert len(capsys.readouterr().out.splitlines()) == len(made)
    for path in made:
        assert (tmp_path / path).read_bytes() == (places_folder(str(path.parent)) / path.name).read_bytes(), path


def changed(tmp_path, table, old, new):
    folder = tmp_path / "sources"
    shutil.copytree(SOURCES, folder)
    path = folder / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


FAULTS = {
    "no-number": ("beijing", "beijing_divisions", "708829", "many", "beijing_divisions.csv:3: population is 'many'"),
    "no-parent": ("beijing", "beijing_divisions", "township,110101", "township,110100", "beijing: nodes.17.parent is '110100'"),
    "no-column": ("chancheng", "chancheng_divisions", "parent_code", "above", "chancheng_divisions.csv: column 'above' is"),
    "no-such-city": ("sichuan", "sichuan_hospitals", "510300,", "510301,", "the older list of hospitals: 510300 stands in one"),
}  # fmt: skip


@pytest.mark.parametrize(("place", "table", "old", "new", "sentence"), FAULTS.values(), ids=FAULTS)
def test_a_source_that_is_not_sound_is_refused_in_a_sentence_and_nothing_is_written(
    tmp_path, capsys, place, table, old, new, sentence
):
    out = tmp_path / "out"
    assert main([str(changed(tmp_path, table, old, new)), place, "--out", str(out)]) == 2
    (line, *_) = capsys.readouterr().err.splitlines()
    assert line.startswith(sentence)
    assert "allowed: " in line
    assert not out.exists()


def test_a_place_or_folder_that_is_not_there_is_refused(tmp_path, capsys):
    assert main([str(SOURCES), "gansu"]) == 2
    assert capsys.readouterr().err.startswith("'gansu' is no place that is made from sources; known: beijing, ")
    assert main([str(tmp_path), "beijing", "--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("beijing_divisions.csv: cannot be read (No such file or directory)")


def test_the_rest_goes_by_highest_averages_and_nobody_falls_below_what_is_listed():
    # Averages w / (2 n + 1): a 90, 30, 18; b 60, 20; c holds two from the start, 6/5 at the next.
    assert highest_averages(6, {"a": 0, "b": 0, "c": 2}, {"a": 90, "b": 60, "c": 6}) == {"a": 2, "b": 2, "c": 2}
    assert highest_averages(1, {"b": 0, "a": 0}, {"a": 5, "b": 5}) == {"a": 1, "b": 0}
