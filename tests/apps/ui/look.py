"""Photograph the sample pages: ``python tests/apps/ui/look.py OUT [page …]`` at 1366, 820 and 390 px."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.apps.ui.serving import serving

SIZES = {1366: 768, 820: 1180, 390: 844}
PAGES = ("", "list/", "empty/", "object/", "form/", "bench/", "room/", "sheet/", "login/", "password/", "404/", "500/")


def main(out, pages):
    out.mkdir(parents=True, exist_ok=True)
    with serving() as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--lang=zh-CN"])
        for width, height in SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, has_touch=width < 1000, locale="zh-CN")
            page.on("console", lambda message: print("console:", message.text))
            page.on("pageerror", lambda error: print("error:", error))
            for name in pages:
                page.goto(address + name)
                page.screenshot(path=out / f"{name.strip('/') or 'guide'}-{width}.png", full_page=True)
                wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                if wide > 0:
                    print(f"{name} at {width}: {wide} px too wide")
        for name in pages:
            page.emulate_media(media="print")
            page.goto(address + name)
            page.pdf(path=out / f"{name.strip('/') or 'guide'}.pdf", prefer_css_page_size=True)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), tuple(sys.argv[2:]) or PAGES)
