"""French punctuation never begins a line: a no-break space goes before it, and inside « »."""

import re

import polib

from tests.architecture.sources import ROOT

BREAKABLE = re.compile(r"\S [:;!?»](\s|$|[.,)<])|« ")


def test_no_text_to_translate_lets_its_punctuation_go():
    texts = [
        text
        for path in ROOT.glob("locale/*/LC_MESSAGES/*.po")
        for entry in polib.pofile(str(path))
        for text in (entry.msgid, entry.msgid_plural)
    ]
    assert not [text for text in texts if BREAKABLE.search(text)]
