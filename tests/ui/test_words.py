import ast
import re
from string import Formatter

import pytest

from sinksim.i18n import LANGUAGES, as_lang, words
from sinksim.i18n.catalogue import areas
from tests.helpers.source import PACKAGE

KEY = re.compile(r"[a-z_]+\.[a-z0-9_]+")


def keys(lang):
    return {f"{area}.{name}": text for area, known in areas(lang).items() for name, text in known.items()}


def placeholders(text):
    return sorted({name for _, name, _, _ in Formatter().parse(text) if name is not None})


def texts_in_source():
    """Every text constant of the package, and every f-string as a pattern."""
    constants, patterns = set(), set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                constants.add(node.value)
            if isinstance(node, ast.JoinedStr):
                parts = [v.value if isinstance(v, ast.Constant) else None for v in node.values]
                if parts and isinstance(parts[0], str) and "." in parts[0]:
                    patterns.add("".join("[a-z0-9_]+" if p is None else re.escape(p) for p in parts))
    return constants, patterns


def test_both_languages_have_the_same_keys():
    zh, en = keys("zh"), keys("en")
    assert len(zh) > 4
    assert set(zh) ^ set(en) == set()


def test_both_languages_have_the_same_placeholders():
    zh, en = keys("zh"), keys("en")
    assert {key for key in zh if placeholders(zh[key]) != placeholders(en[key])} == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_keys_are_flat_names_and_texts_are_not_empty(lang):
    assert [key for key, text in keys(lang).items() if not KEY.fullmatch(key) or not text.strip()] == []


def test_no_text_is_left_that_no_page_says():
    constants, patterns = texts_in_source()
    made = re.compile("|".join(f"(?:{pattern})" for pattern in sorted(patterns)))
    assert sorted(key for key in keys("zh") if key not in constants and not made.fullmatch(key)) == []


def test_every_text_that_a_page_asks_for_by_name_is_there():
    known = keys("zh")
    asked = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "t"):
                continue
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant):
                asked.add(first.value)
    assert asked
    assert sorted(asked - set(known)) == []


def test_chinese_is_chinese():
    no_chinese = [key for key, text in keys("zh").items() if not re.search(r"[\u3400-\u9fff]", text)]
    assert [key for key in no_chinese if re.search("[A-Za-z]{4,}", keys("zh")[key])] == []


def test_a_key_that_is_missing_is_an_error():
    with pytest.raises(KeyError):
        words("en")("shell.never_written")


@pytest.mark.parametrize(
    ("locale", "lang"), [(None, "zh"), ("zh-CN", "zh"), ("fr-FR", "zh"), ("en", "en"), ("en-GB", "en")]
)
def test_the_language_follows_the_browser_and_is_chinese_otherwise(locale, lang):
    assert as_lang(locale) == lang
