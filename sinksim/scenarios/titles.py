"""What people read in the place of a scenario's names: its own title, the usual word, or the name itself."""

from sinksim.scenarios.scenario import Scenario, Title
from sinksim.words import Lang, words


def title_of(scenario: Scenario, name: str, lang: Lang) -> str:
    """Title of a name of the scenario (service, station, process, step, tier, urgency, clock ...)."""
    own = said(scenario.names[name], lang) if name in scenario.names else ""
    return own or words(lang).maybe(f"names.{name}") or name.replace("_", " ")


def said(title: Title, lang: Lang) -> str:
    """A text that is declared in both languages, in the one that is read, else in the other."""
    return words(lang).either(title.zh, title.en)
