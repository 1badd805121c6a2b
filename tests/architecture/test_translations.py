"""The compiled translations are those of their source: make messages."""

import polib
import pytest

from tests.architecture.sources import ROOT, short

CATALOGUES = sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po"))


@pytest.mark.parametrize("path", CATALOGUES, ids=short)
def test_compiled_translations_match(path):
    source, compiled = polib.pofile(str(path)), polib.mofile(str(path.with_suffix(".mo")))
    translated = {(entry.msgctxt, entry.msgid) for entry in source.translated_entries()}
    assert {(entry.msgctxt, entry.msgid) for entry in compiled} == translated
    for entry in source.translated_entries():
        match = compiled.find(entry.msgid, msgctxt=entry.msgctxt or False)
        assert match.msgstr == entry.msgstr
        assert match.msgstr_plural == entry.msgstr_plural
