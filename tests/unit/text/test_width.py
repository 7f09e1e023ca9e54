from sinksim.text.width import cut, left, right, width, wrap


def test_a_chinese_character_takes_two_columns_and_an_accent_none():
    assert (width("ab"), width("县域ab"), width("e\u0301"), width("（）")) == (2, 6, 1, 4)


def test_columns_line_up_whatever_the_script():
    assert {width(left(text, 12)) for text in ("abc", "覆盖率")} == {12}
    assert right("县", 4) == "  县"


def test_cutting_never_splits_a_wide_character_over_the_edge():
    assert cut("覆盖率很高", 6) == "覆盖…"
    assert cut("覆盖率", 6) == "覆盖率"


def test_long_text_is_wrapped_with_every_word_kept():
    text = "one two three " * 30 + "没有任何公开来源" * 20
    lines = wrap(text, 4)
    assert max(width(line) for line in lines) <= 110
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(line.startswith("    ") for line in lines[1:])


def test_a_word_longer_than_the_line_is_broken():
    assert max(width(line) for line in wrap("x" * 500, 2)) <= 110
