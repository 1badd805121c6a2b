"""What a rule answers when it says no. The class names what is wrong, the text says what to do."""

from django.utils.functional import Promise


class RuleBroken(Exception):
    """An act that the rules refuse.

    Subclasses set ``status`` (the HTTP status a page or the API answers with) and ``sentence``
    (French, marked for translation: what is wrong and what to do about it).
    """

    status = 409
    sentence: str | Promise = ""

    def __init__(self, sentence: str | Promise = ""):
        super().__init__(sentence or self.sentence)


class LinkNotValid(RuleBroken):
    """A mailed link that is unknown, expired or used already."""

    status = 410
