"""A real Chromium against the real pages; any console error fails the test.

Content-Security-Policy violations, uncaught exceptions and missing files all show there.
"""

import os
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
REFUSALS = ("Failed to load resource", "htmx:sendError", "htmx:afterRequest")
FIND_BROWSER = Path(__file__).resolve().parents[2] / "bin" / "find-browser"


@pytest.fixture(scope="session")
def browser():
    found = subprocess.run([FIND_BROWSER], capture_output=True, text=True, check=False)
    if found.returncode:
        pytest.fail("Chromium est introuvable : installez-le, ou indiquez-le dans CHROMIUM.")
    # Playwright's own event loop makes Django believe that a test is asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found.stdout.strip(), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def new_person(browser: Browser, live_server, settings):
    """``new_person(width=1280, javascript=True)``: a page in a new browser, without cookies.

    ``refusals``: the test makes the server or the network refuse, and the browser says it aloud.
    """
    settings.SITE_URL = live_server.url
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(width: int = 1280, javascript: bool = True, refusals: bool = False) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            locale="fr-FR",
        )
        contexts.append(context)
        context.route(
            lambda url: not url.startswith((live_server.url, "data:", "blob:")),
            lambda route: (complaints.append(f"requête vers {route.request.url}"), route.abort()),
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on(
            "console",
            lambda message: (
                message.type == "error"
                and not (refusals and message.text.startswith(REFUSALS))
                and complaints.append(message.text)
            ),
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, "La console du navigateur se plaint :\n" + "\n".join(complaints)


@pytest.fixture
def page(new_person) -> Page:
    return new_person()
