"""Catalogues of texts by language, read once; a key that is missing is an error, never an empty place on a page."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from sinksim.core.language import Lang


@dataclass(frozen=True)
class Words:
    """The texts of one language; ``words(lang)`` makes one."""

    lang: Lang

    def __call__(self, key: str, **values: object) -> str:
        """The text of ``area.name`` with ``{placeholders}`` filled in; KeyError where there is none."""
        text = _texts(self.lang)[key]
        return text.format(**values) if values else text

    def maybe(self, key: str) -> str | None:
        """The text of a key that need not exist, such as the title of a tier that a user has named."""
        return _texts(self.lang).get(key)

    def either(self, zh: str, en: str) -> str:
        """One of two texts that are declared together, such as the meanings of a number; the other where it is empty."""
        return (zh or en) if self.lang == "zh" else (en or zh)


@cache
def words(lang: Lang) -> Words:
    """The texts of a language."""
    return Words(lang)


def as_lang(locale: str | None) -> Lang:
    """The language for a browser's locale: English where it asks for it, Chinese otherwise."""
    return "en" if (locale or "").lower().startswith("en") else "zh"


def areas(lang: Lang) -> dict[str, dict[str, str]]:
    """Every catalogue of a language by the name of its area."""
    folder = files("sinksim.i18n") / "catalogues" / lang
    found = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    return {f.name.removesuffix(".yaml"): _read(f.read_text(encoding="utf-8")) for f in found}


def _read(text: str) -> dict[str, str]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return {str(key): str(said) for key, said in (yaml.load(text, Loader=loader) or {}).items()}


@cache
def _texts(lang: Lang) -> dict[str, str]:
    """Texts by ``area.name``."""
    return {f"{area}.{name}": text for area, known in areas(lang).items() for name, text in known.items()}
