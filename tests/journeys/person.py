"""Someone at a browser, who finds things by the words written on the page."""

import os
import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.checks import assert_accessible, assert_fits
from tests.journeys.mailbox import code_for

# A folder, to keep a picture of each page checked, at 360 and 1280 pixels.
PHOTOS = os.environ.get("JOURNEY_PHOTOS", "")
# A first page imports everything, and the machine may be busy: patience costs nothing.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)


def beginning(words: str) -> re.Pattern:
    """Names may go on with what only screen readers say: « Ouvrir la fiche » of which structure."""
    return re.compile(rf"^\s*{re.escape(words)}", re.IGNORECASE)


class Person:
    def __init__(self, page: Page, email: str = "", *, has_javascript: bool = True):
        self.page, self.email, self.has_javascript = page, email, has_javascript
        self.faults: list[str] = []
        page.set_default_timeout(PATIENCE)

    def goes_to(self, path: str) -> None:
        response = self.page.goto(path)
        assert response is not None
        assert response.ok, f"{response.status} : {path}"

    def sees(self, words: str) -> None:
        try:
            expect(self.page.get_by_text(words).first).to_be_visible()
        except AssertionError:
            shown = self.page.get_by_role("main").inner_text()
            raise AssertionError(f"{self.page.url} ne dit pas « {words} » :\n{shown}") from None

    def does_not_see(self, words: str) -> None:
        expect(self.page.get_by_text(words)).to_have_count(0)

    def field(self, label: str) -> Locator:
        """The field of this label, whatever its typography: « (facultatif) » may follow."""
        return self.page.get_by_label(beginning(label)).first

    def link(self, words: str) -> Locator:
        return self.page.get_by_role("link", name=beginning(words)).first

    def button(self, words: str) -> Locator:
        return self.page.get_by_role("button", name=beginning(words)).first

    def summary(self, words: str) -> Locator:
        return self.page.locator("summary").filter(has_text=words).first

    def fills(self, label: str, text: str) -> None:
        self.field(label).fill(text)

    def selects(self, label: str, option: str) -> None:
        self.field(label).select_option(label=option)

    def chooses(self, label: str) -> None:
        """A radio button or a box to tick."""
        self.field(label).check()

    def joins(self, label: str, path: Path) -> None:
        self.field(label).set_input_files(path)

    def follows(self, words: str) -> None:
        with self.page.expect_navigation():
            self.link(words).click()

    def presses(self, words: str) -> None:
        with self.page.expect_navigation():
            self.button(words).click()

    def opens(self, words: str) -> None:
        self.summary(words).click()

    def signs_in(self) -> None:
        self.goes_to("/")
        self.follows("Se connecter")
        self.gives_code()

    def gives_code(self) -> None:
        """From the page that asks for the address to the page wanted."""
        self.fills("Votre adresse électronique", self.email)
        self.presses("Recevoir un code")
        self.sees("Regardez vos messages")
        self.fills("Code reçu", code_for(self.email))
        self.presses("Entrer")
        self.page.wait_for_url(lambda url: "/compte/" not in url)

    def checks_page(self, name: str) -> None:
        """Is the page fit for everyone, at every width? What is wrong is told at the end of the walk."""
        size = self.page.viewport_size
        for width in (360, 1280) if PHOTOS else ():
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.screenshot(path=f"{PHOTOS}/{name}-{width}.png", full_page=True)
        checks = [assert_fits, assert_accessible] if self.has_javascript else [assert_fits]
        for check in checks:  # axe needs JavaScript
            try:
                check(self.page)
            except AssertionError as wrong:
                self.faults.append(f"{name} : {wrong}")
        self.page.set_viewport_size(size)


class KeyboardPerson(Person):
    """The same, with nothing but the keyboard."""

    MOST_STEPS = 250

    def reaches(self, target: Locator) -> None:
        """Tab until the target has the focus."""
        expect(target).to_be_visible()
        for _step in range(self.MOST_STEPS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Le clavier n’atteint pas {target} sur {self.page.url}")

    def fills(self, label: str, text: str) -> None:
        self.reaches(self.field(label))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def selects(self, label: str, option: str) -> None:
        """The arrow goes through the options; typing would do too, but drivers cannot type « é » there."""
        field = self.field(label)
        self.reaches(field)
        chosen = field.locator("option:checked")
        for _step in range(field.locator("option").count()):
            if chosen.inner_text().strip() == option:
                break
            self.page.keyboard.press("ArrowDown")
        expect(chosen).to_have_text(option)

    def chooses(self, label: str) -> None:
        """Tab enters a group of radio buttons, the arrows go through it; Space ticks."""
        wanted = self.field(label)
        same_group = "e => e.name && e.name === document.activeElement.name"
        for _step in range(self.MOST_STEPS):
            if wanted.evaluate("e => e === document.activeElement"):
                break
            is_inside = wanted.evaluate(same_group)
            self.page.keyboard.press("ArrowDown" if is_inside else "Tab")
        if not wanted.is_checked():
            self.page.keyboard.press("Space")
        expect(wanted).to_be_checked()

    def follows(self, words: str) -> None:
        self.reaches(self.link(words))
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def presses(self, words: str) -> None:
        self.reaches(self.button(words))
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def opens(self, words: str) -> None:
        self.reaches(self.summary(words))
        self.page.keyboard.press("Enter")
