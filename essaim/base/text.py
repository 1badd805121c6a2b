import re
import unicodedata


def fold(text: str) -> str:
    """The text without accents, case or punctuation, words separated by one space.

    >>> fold("L’Haÿ-les-Roses (Œuvre)")
    'l hay les roses oeuvre'
    """
    text = text.lower().replace("œ", "oe").replace("æ", "ae")
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()
