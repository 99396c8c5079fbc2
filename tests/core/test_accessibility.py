"""Every page, in both languages, at both widths: axe finds nothing, nothing scrolls sideways,
the content security policy and the console stay silent, and no sticky bar hides what has focus."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import User
from tests.conftest import NARROW, WIDE
from tests.house import ROOT
from tests.pages import Page, pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A paper is Vietnamese, and the order of its headings is the decree's; the law of access holds.
PAPERS = {"documents:paper", "documents:preview_paper", "inspections:record_paper"}
PAPER_RULES = [rule for rule in RULES if rule != "best-practice"]
RUN_AXE = """async (rules) => (await axe.run(document, {runOnly: rules, preload: false})).violations
    .map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 140)).join(" | ")}`)"""
SIDEWAYS = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""
# Elements that, having the focus, lie wholly under the top or the bottom bar (WCAG 2.4.11).
COVERED = """async () => {
  const covered = [];
  const bars = [...document.querySelectorAll(".topbar, .tabbar")];
  for (const item of document.querySelectorAll("main a[href], main button, main input, main select")) {
    if (!item.checkVisibility() || item.disabled) continue;
    item.focus();
    if (document.activeElement !== item) continue;
    const under = () => bars.some((bar) => {
      const over = bar.getBoundingClientRect(), box = item.getBoundingClientRect();
      return over.height && over.width && box.top >= over.top - 1 && box.bottom <= over.bottom + 1;
    });
    const frame = () => new Promise((done) => requestAnimationFrame(() => done()));
    if (under()) { await frame(); await frame(); }
    if (under()) covered.push(item.outerHTML.slice(0, 120));
  }
  return covered;
}"""


ALL_LOOKS = {
    "vi-390": ("vi", NARROW), "en-1440": ("en", WIDE),
    "vi-1440": ("vi", WIDE), "en-390": ("en", NARROW),
}  # fmt: skip
# Pages look alike whatever the database: each run sees every language and every width once, and
# the two runs of `.ci/run` together all four looks.
FIRST_RUN = "sqlite" in settings.DATABASES["default"]["ENGINE"]
LOOKS = list(ALL_LOOKS.items())[:2] if FIRST_RUN else list(ALL_LOOKS.items())[2:]


@pytest.mark.parametrize(
    ("language", "viewport"), [look for _, look in LOOKS], ids=[name for name, _ in LOOKS]
)
def test_no_page_has_a_fault_a_machine_can_find(browser, live_server, language, viewport):
    shown = pages()
    # A signed-in person's own language wins over the browser's.
    User.objects.update(language=language)
    context = browser.new_context(base_url=live_server.url, viewport=viewport)
    tab, noise = context.new_page(), Noise()
    noise.listen(tab)
    faults: dict[str, list[str]] = {}
    for page in shown:
        enter(context, live_server.url, page, language)
        found = look_at(tab, noise, page, language)
        if found:
            faults[f"{page.name} {page.path}"] = found
    context.close()
    assert not faults, "\n".join(f"{name}\n    " + "\n    ".join(f) for name, f in faults.items())


@dataclass
class Noise:
    """What scripts and console of a tab complained of since it was last asked."""

    said: list[str] = field(default_factory=list)

    def listen(self, tab: Any) -> None:
        tab.on("pageerror", lambda error: self.said.append(f"script: {error}"))
        tab.on("console", self.hear)

    def hear(self, message: Any) -> None:
        """A visitor's field app asks who is signed in and is told: nobody. That is no fault."""
        asked = message.location.get("url", "").endswith(reverse("core:sync_session"))
        if message.type == "error" and not asked:
            self.said.append(f"console: {message.text}")

    def taken(self) -> list[str]:
        said, self.said = self.said, []
        return said


def look_at(tab: Any, noise: Noise, page: Page, language: str) -> list[str]:
    """One tab for all pages: a new one for each took a fifth of the time."""
    tab.goto(page.path)
    tab.wait_for_load_state("load")
    # An editor speaks its name a frame after it begins.
    expect(tab.locator("trix-editor:not([aria-label])")).to_have_count(0)
    found = [text for text in noise.taken() if page.name != "404" or "404" not in text]
    spoken = "vi" if page.name in PAPERS else language
    if tab.evaluate("() => document.documentElement.lang") != spoken:
        found.append(f"not in {language}")
    if tab.evaluate(SIDEWAYS) > 0:
        found.append("scrolls sideways")
    rules = PAPER_RULES if page.name in PAPERS else RULES
    tab.evaluate(AXE)
    found += [f"axe {line}" for line in tab.evaluate(RUN_AXE, rules)]
    found += [f"focus under a bar: {line}" for line in tab.evaluate(COVERED)]
    return found


def enter(context: Any, origin: str, page: Page, language: str) -> None:
    context.clear_cookies()
    cookies = [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": origin}]
    if page.user:
        client = Client()
        client.force_login(page.user, backend="django.contrib.auth.backends.ModelBackend")
        session = client.cookies[settings.SESSION_COOKIE_NAME]
        cookies.append({"name": session.key, "value": session.value, "url": origin})
    context.add_cookies(cookies)


def test_a_page_with_a_fault_is_caught(browser, live_server):
    """The instrument itself: a missing label and a wide box are both reported."""
    context = browser.new_context(base_url=live_server.url, viewport=NARROW)
    tab = context.new_page()
    tab.set_content("<main><h1>x</h1><input><div id=wide></div></main>")
    tab.evaluate("() => { document.getElementById('wide').style.width = '900px'; }")
    tab.evaluate("() => { document.getElementById('wide').style.height = '9px'; }")
    tab.evaluate(AXE)
    assert any("label" in line for line in tab.evaluate(RUN_AXE, RULES))
    assert tab.evaluate(SIDEWAYS) > 0
    context.close()
