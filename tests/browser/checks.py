"""What every page owes its reader, checked in a real browser."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# The rules of WCAG 2.2 A and AA, which the RGAA follows.
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
}


def assert_accessible(page: Page) -> None:
    """axe-core finds nothing: contrast, names, labels, roles, structure."""
    results = Axe().run(page, options=RULES)
    assert not results.violations_count, f"{page.url}\n{results.generate_report()}"


def assert_fits(page: Page) -> None:
    """Nothing spills out sideways, down to 320 px wide."""
    for width in (320, 360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        spills = page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        assert not spills, f"{page.url} déborde à {width} px"
