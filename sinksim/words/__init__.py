"""What screens, pictures and printed pages say, in Chinese and English: catalogues of flat keys, one file an area.

t = words("zh")
t("compare.title")
t("lab.position", n=2)
"""

from sinksim.words.catalogue import LANGUAGES, Lang, Words, as_lang, words
from sinksim.words.naming import Naming

__all__ = ["LANGUAGES", "Lang", "Naming", "Words", "as_lang", "words"]
