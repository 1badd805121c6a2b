"""Names of files: any system accepts them, they lead nowhere else, none is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.applications.filenames import LONGEST_NAME, distinct_name, safe_name


@given(st.lists(st.text(), min_size=1, max_size=30))
def test_names_are_safe_and_different(names):
    taken: set[str] = set()
    made = [distinct_name(name, taken) for name in names]
    assert len({name.casefold() for name in made}) == len(names)
    for name in made:
        assert 0 < len(name) <= LONGEST_NAME + len(" (30)")
        assert not set(name) & set('<>:"/\\|?*\0')
        assert name.strip(" .") == name
        assert name not in (".", "..")


@given(st.text())
def test_a_safe_name_stays_as_it_is(name):
    once = safe_name(name)
    assert len(once) <= LONGEST_NAME
    assert safe_name(once) == once


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\devis.pdf", "devis.pdf"),
        ("C:\\Users\\Amel\\devis.pdf", "devis.pdf"),
        ("C:devis.pdf", "C_devis.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("con", "_con"),
        ("nul.pdf", "_nul.pdf"),
        ("aux .pdf", "_aux.pdf"),
        ("COM1.devis.pdf", "_COM1.devis.pdf"),
        ("a<b>|?*.pdf", "a_b_.pdf"),
        ("devis.pdf. ", "devis.pdf"),
        ("de\u202evis\u200b\r\n.pdf", "devis.pdf"),
        ("devis\u202efdp.exe", "devisfdp.exe"),
        ("e\u0301tude.pdf", "étude.pdf"),
        ("facture.exe.pdf", "facture.exe.pdf"),
        ("a" * 300 + ".pdf", "a" * 96 + ".pdf"),
        ("a" * 300, "a" * 100),
        ("", "document"),
        ("..", "document"),
        (".pdf", "pdf"),
    ],
)
def test_names_that_lead_elsewhere(name, safe):
    assert safe_name(name) == safe


def test_two_names_that_differ_by_case_only_are_numbered():
    taken = {"devis.pdf"}
    assert distinct_name("Devis.pdf", taken) == "Devis (2).pdf"
    assert distinct_name("devis.PDF", taken) == "devis (3).PDF"
