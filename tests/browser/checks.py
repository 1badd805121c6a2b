"""What every page owes its reader, checked in a real browser."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# The rules of WCAG 2.2 A and AA, which the RGAA follows.
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
}


def assert_accessible(page: Page) -> None:
    """axe-core finds nothing: contrast, names, labels, roles, structure."""
    # A heading shows before the style sheet is there: a bare page has no target large enough.
    page.wait_for_load_state("load")
    results = Axe().run(page, options=RULES)
    assert not results.violations_count, f"{page.url}\n{results.generate_report()}"


def assert_fits(page: Page, widths=(320, 360, 1280)) -> None:
    """Nothing spills out sideways, down to 320 px wide."""
    page.wait_for_load_state("load")
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        assert not _spills_for_long(page), f"{page.url} déborde à {width} px"


def _spills_for_long(page: Page) -> bool:
    """A busy browser lays the page out a moment after it was resized: what lasts is a fault."""
    for _look in range(20):
        if not page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        ):
            return False
        page.wait_for_timeout(100)
    return True
