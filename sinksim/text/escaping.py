"""Names from files in pictures: shown as they are written, never as marks of the picture's own language."""

import html
import unicodedata

# Format characters (direction of writing among them) and controls would change what stands around them.
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
LONGEST = 80


def plain(text: str, longest: int = LONGEST) -> str:
    """A text for a label or a hover box of plotly, which reads some HTML: one line, cut where it is very long."""
    return html.escape(one_line(text, longest), quote=False)


def one_line(text: str, longest: int = LONGEST) -> str:
    """A text on one line without characters that nobody sees, cut where it is very long."""
    seen = "".join(c for c in " ".join(text.split()) if unicodedata.category(c) not in _UNSEEN)
    return seen if len(seen) <= longest else f"{seen[: longest - 1]}…"
