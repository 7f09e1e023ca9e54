"""What screens, pictures and printed pages say, in Chinese and English: catalogues of flat keys, one file an area.

t = words("zh")
t("compare.title")
t("lab.position", n=2)
"""

from sinksim.core.language import LANGUAGES, Lang
from sinksim.i18n.catalogue import Words, as_lang, words
from sinksim.i18n.naming import Naming

__all__ = ["LANGUAGES", "Lang", "Naming", "Words", "as_lang", "words"]
