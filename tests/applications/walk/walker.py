"""Someone who walks with the keyboard alone, and keeps an eye on the focus and on every page."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import ElementHandle, Locator, expect

from tests.browser.checks import assert_accessible, assert_fits
from tests.journeys.person import PHOTOS, KeyboardPerson, beginning

NARROW = 320

# Where the focus is, whether it can be seen there, and on which side the target is. A control shows
# its focus if it differs, focused, from its own copy that is not; a box to tick shows it through
# its label. Nothing may lie over it.
LOOK = """target => {
  const on = document.activeElement;
  if (!on || on === document.body) return {on: "", is_shown: true};
  const looks = (node) => {
    const style = getComputedStyle(node), drawn = getComputedStyle(node, "::before");
    return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow,
      style.backgroundColor, style.borderColor, drawn.boxShadow, drawn.outlineStyle].join();
  };
  const isBox = ["radio", "checkbox"].includes(on.type);
  let differs;
  if (isBox) {
    differs = getComputedStyle(on.labels[0], "::before").boxShadow !== "none";
  } else {
    const copy = on.cloneNode(true);
    copy.removeAttribute("name");
    on.after(copy);
    differs = looks(on) !== looks(copy);
    copy.remove();
  }
  const place = on.getClientRects()[0];
  const [x, y] = place ? [place.left + place.width / 2, place.top + Math.min(place.height / 2, 20)] : [];
  const under = place && document.elementFromPoint(x, y);
  const covered = [on, ...(on.labels || [])].every((one) => !one.contains(under));
  const isSeen = under && (!covered || under.contains(on));
  return {
    on: on.outerHTML.slice(0, 200),
    is_there: on === target,
    is_skip: on.matches(".govuk-skip-link"),
    is_before: !!(on.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_PRECEDING),
    is_shown: !!(differs && isSeen),
  };
}"""


@dataclass(frozen=True)
class Mode:
    name: str
    width: int
    has_javascript: bool
    has_axe: bool


MODES = [
    Mode("keyboard", 1280, has_javascript=True, has_axe=False),
    Mode("320-without-javascript", NARROW, has_javascript=False, has_axe=False),
    Mode("320-with-axe", NARROW, has_javascript=True, has_axe=True),
]


class Walker(KeyboardPerson):
    """``faults``: what is wrong on the way, told at its end so that one run shows all of it."""

    PATIENT_LOOKS = 20

    def __init__(self, page, mode: Mode, who: str, email: str = ""):
        super().__init__(page, email, has_javascript=mode.has_javascript)
        self.mode, self.who, self.has_come_in = mode, who, False
        # Asked for from the start: the key may be faster than the request to catch the window.
        page.on("filechooser", lambda _window: None)

    # The focus

    def _look(self, target: ElementHandle) -> dict:
        """Where the focus is, as soon as it can be seen there; a busy browser draws it late."""
        for _wait in range(self.PATIENT_LOOKS):
            seen = self.page.evaluate(LOOK, target)
            if seen["is_shown"]:
                return seen
            self.page.wait_for_timeout(50)
        self._blame(f"le focus ne se voit pas sur {seen['on']}")
        return seen

    def _blame(self, fault: str) -> None:
        self.faults.append(f"{self.who}, {self.page.url} : {fault}")

    def keeps_focus(self) -> None:
        """After an act that stays on the page the keyboard is still somewhere."""
        place = "document.activeElement && document.activeElement !== document.body"
        if not self.page.evaluate(place):
            self._blame("le focus est perdu")

    def reaches(self, target: Locator) -> None:
        self._goes_to(target, "() => false")

    def chooses(self, label: str) -> None:
        self.ticks(self.field(label))

    def ticks(self, wanted: Locator) -> None:
        """Arrows go through a group of radio buttons, once inside; Space ticks."""
        self._goes_to(wanted, "e => e.type === 'radio' && e.name === document.activeElement.name")
        if not wanted.is_checked():
            self.page.keyboard.press("Space")
        expect(wanted).to_be_checked()

    def _goes_to(self, wanted: Locator, is_in_group: str) -> None:
        """Tab, Shift+Tab when the target is behind, arrows in its group."""
        expect(wanted).to_be_visible()
        target = wanted.element_handle()
        for _step in range(self.MOST_STEPS):
            seen = self._look(target)
            if seen.get("is_there"):
                return
            if not seen["on"] and self.has_come_in:
                self._skips_the_header(target)
            elif target.evaluate(is_in_group):
                self.page.keyboard.press("ArrowDown")
            else:
                self.page.keyboard.press("Shift+Tab" if seen.get("is_before") else "Tab")
            self.has_come_in = True
        raise AssertionError(f"Le clavier n’atteint pas {wanted} sur {self.page.url}")

    def _skips_the_header(self, target: ElementHandle) -> None:
        """The first page was crossed from its very top; on the next ones the first link is used."""
        self.page.keyboard.press("Tab")
        if self._look(target).get("is_skip"):
            self.page.keyboard.press("Enter")
            self.page.keyboard.press("Tab")

    # The acts

    def empties(self, label: str) -> None:
        self.reaches(self.field(label))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")

    def joins(self, label: str, path: Path) -> None:
        self.reaches(self.field(label))
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Space")
        chooser.value.set_files(path)

    def acts(self, words: str) -> None:
        """Press a button that stays on the page."""
        self.reaches(self.button(words))
        self.page.keyboard.press("Enter")

    def errs(self, button: str, name: str) -> None:
        """Send the form as it is: the page comes back with what is wrong, and the focus on it."""
        self.presses(button)
        summary = self.page.get_by_role("heading", name=beginning("Il y a un problème"))
        expect(summary).to_be_visible()
        if self.has_javascript:
            expect(self.page.locator("[data-focus]")).to_be_focused()
        self.looks(name)

    # The pages

    def looks(self, name: str) -> None:
        """Is this state of the page fit for everyone? What is wrong is told at the end."""
        self.page.wait_for_load_state("load")
        if PHOTOS:
            self.page.screenshot(path=f"{PHOTOS}/{name}-{self.mode.name}.png", full_page=True)
        try:
            assert_fits(self.page, widths=(self.mode.width,))
            if self.mode.has_axe:
                assert_accessible(self.page)
        except AssertionError as wrong:
            self._blame(f"{name} : {wrong}")
