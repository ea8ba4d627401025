"""One person at a real browser: logs in through the login page, fills forms, and looks at every page it comes to.

A look at a page: axe finds nothing serious or critical, nothing was written to the console, nothing was asked of
another machine, and nothing has to be pushed sideways at the three widths; pictures go to ``test-output/``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.cast import PASSWORD

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
PICTURES = Path(__file__).parents[2] / "test-output"
WIDTHS = {1366: 768, 820: 1180, 390: 844}
SCAN = {"name": "签批件.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 signed\n%%EOF\n"}
REASON = "已向书记报告，同意办理。"
WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  return [...document.querySelectorAll('body *')]
    .filter((each) => each.getBoundingClientRect().right > room + 1)
    .slice(0, 4)
    .map((each) => each.tagName.toLowerCase() + '.' + each.className);
}"""
RUN_AXE = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
  .filter((each) => ['serious', 'critical'].includes(each.impact))
  .map((each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(' | ')}`)"""


@dataclass
class Desk:
    """Somebody of the cast at a browser of his own."""

    page: Page
    home: str
    name: str
    faults: list[str] = field(default_factory=list)
    looked: set[str] = field(default_factory=set)

    def go(self, path: str, *, look: str = "") -> None:
        """Open an address of the product."""
        self.page.goto(self.home + path)
        if look:
            self.look(look)

    def link(self, words: str, *, look: str = "") -> None:
        """Follow a link or a button by its words, as a person would."""
        found = self.page.get_by_role("link", name=words).or_(self.page.get_by_role("button", name=words))
        self._clicked(found.first.click, words)
        if look:
            self.look(look)

    def fill(self, **given: Any) -> None:
        """Fill fields by the names the form gives them: text, one of several, several, or a file."""
        for name, value in given.items():
            self._fill(name, value)

    def _fill(self, name: str, value: Any) -> None:
        found = self.page.locator(f'main [name="{name}"]:not([type=hidden])')
        if found.count() == 0:
            names = self.page.eval_on_selector_all("main [name]", "all => all.map((each) => each.name)")
            raise AssertionError(f"{self.name}: no field {name} on {self.page.url}; there are {sorted(set(names))}")
        kind = found.first.evaluate("each => each.tagName + ':' + each.type")
        folded = found.first.locator("xpath=ancestor::details[not(@open)]")
        while folded.count():
            folded.first.locator("summary").first.click()
        if kind.startswith("SELECT"):
            found.first.select_option(**value) if isinstance(value, dict) else found.first.select_option(str(value))
        elif kind == "INPUT:file":
            found.first.set_input_files(value)
        elif kind in {"INPUT:radio", "INPUT:checkbox"}:
            for one in value if isinstance(value, list) else [value]:
                chosen = found.first if one is True else self.page.locator(f'main [name="{name}"][value="{one}"]').first
                chosen.check()
        else:
            found.first.fill(str(value))

    def submit(self, words: str, *, look: str = "", warned: str = "") -> None:
        """Press a button; where the rulebook asks for a reason, give it and press again."""
        button = self.page.get_by_role("button", name=words, exact=True)
        self._clicked(button.first.click, words)
        asked = self.page.locator('[name^="ack-"]')
        if asked.count():
            if warned:
                self.look(warned)
            for place in range(asked.count()):
                asked.nth(place).fill(REASON)
            again = self.page.locator("button.primary, .form-end button")
            form = asked.first.locator("xpath=ancestor::form[1]").locator("button[type=submit]").last
            self._clicked((form if form.count() else again.first).click, words)
        if look:
            self.look(look)

    def press(self) -> None:
        """Press the one button that leads on, whatever it is called."""
        self.submit(self.page.locator(".form-end button.primary").first.inner_text())

    def _clicked(self, click: Callable[[], None], words: str) -> None:
        with self.page.expect_navigation(wait_until="load"):
            click()
        at = self.page.locator("h1").first.inner_text()
        assert at not in {"没有找到", "不能办理", "系统出了问题"}, (
            f"{self.name}“{words}” came to “{at}”: {self.page.url}"
        )
        problems = self.page.locator(".problems")
        if problems.count() and not self.page.locator('[name^="ack-"]').count():
            raise AssertionError(f"{self.name}“{words}” on {self.page.url}: {problems.first.inner_text()}")

    def number(self) -> int:
        """The number of the object whose page this is."""
        found = re.search(r"/(\d+)/", self.page.url)
        assert found, f"{self.page.url} is not the page of an object"
        return int(found.group(1))

    def says(self, words: str) -> None:
        """The page says these words."""
        assert words in self.page.inner_text("body"), f"{self.name} does not read “{words}” on {self.page.url}"

    def look(self, name: str) -> None:
        """Check the page and photograph it at the three widths; what is wrong is kept until ``close``."""
        if name in self.looked:
            return
        self.looked.add(name)
        PICTURES.mkdir(exist_ok=True)
        for width, height in WIDTHS.items():
            self.page.set_viewport_size({"width": width, "height": height})
            if wide := self.page.evaluate(WIDE):
                self.faults.append(f"{name} at {width} px must be pushed sideways: {wide}")
            self.page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)
        self.page.set_viewport_size({"width": 1366, "height": 768})
        self.page.evaluate(AXE)
        self.faults += [f"{name}: axe: {words}" for words in self.page.evaluate(RUN_AXE)]

    def leave(self) -> None:
        """Log out through the page, so that the next one can sit down; a sheet for printing has no such button."""
        self.page.goto(self.home + "/")
        self.link("退出")
        self.page.context.close()


def sit_down(browser: Browser, home: str, name: str, faults: list[str]) -> Desk:
    """Log in through the login page as one of the cast."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN", timezone_id="Asia/Shanghai")
    context.set_default_timeout(30_000)
    page = context.new_page()
    desk = Desk(page, home, name, faults)

    def heard(message: ConsoleMessage) -> None:
        # A page that is shown again with what is wrong has status 4xx; the browser notes that as a failed load.
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            faults.append(f"{name} on {page.url}: console: {message.text}")

    page.on("console", heard)
    page.on("pageerror", lambda error: faults.append(f"{name} on {page.url}: {error}"))
    page.on("request", lambda request: _of_home(request.url, home, faults))
    desk.go("/")
    desk.look("login")
    desk.fill(username=name, password=PASSWORD)
    desk.link("登录")
    assert page.url == f"{home}/", f"{name} could not log in"
    return desk


def _of_home(url: str, home: str, faults: list[str]) -> None:
    if not url.startswith((home, "data:", "blob:")):
        faults.append(f"asked of another machine: {url}")
