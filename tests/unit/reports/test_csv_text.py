import csv
import io

import pytest

from sinksim.reports.csv_text import cell, csv_bytes, harmless


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\tx", "\rx", " =1+1", "\uff1d1", "-inf", "+1 2"])
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-12.5", "+3", "1e-5", "-1E+6", "a=b", "甲县", "12-3", ""])
def test_numbers_and_harmless_text_stay_as_they_are(text):
    assert harmless(text) == text


@pytest.mark.parametrize("number", [0.1, 1 / 3, -2.5e-17, 123456789.123456789, 2**53 + 1])
def test_a_number_comes_back_to_the_last_digit(number):
    assert type(number)(cell(number)) == number


def test_what_is_missing_or_infinite_leaves_a_numeric_cell_empty():
    assert [cell(value) for value in (None, float("nan"), float("inf"))] == ["", "", ""]


def test_a_file_opens_with_a_mark_and_quotes_what_needs_it():
    content = csv_bytes([{"a": 'x,"y"', "b": -1.5}, {"a": "两\n行"}], ("a", "b"))
    assert content.startswith(b"\xef\xbb\xbfa,b\r\n")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows == [["a", "b"], ['x,"y"', "-1.5"], ["两\n行", ""]]
