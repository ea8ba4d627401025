"""The pages in a real browser: nothing serious for axe, no sideways scroll, works with and without scripts."""

from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.apps.ui.serving import serving

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

AXE = Path(__file__).parents[2] / "e2e" / "vendor" / "axe.min.js"
PAGES = (
    "",
    "list/",
    "empty/",
    "object/",
    "form/",
    "bench/",
    "room/",
    "sheet/",
    "login/",
    "password/",
    "400/",
    "403/",
    "404/",
    "409/",
    "413/",
    "500/",
)


@pytest.fixture(scope="module")
def address():
    with serving() as found:
        yield found


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--lang=zh-CN"])
        yield found
        found.close()


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    said = []
    found = context.new_page()
    found.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    found.on("pageerror", lambda error: said.append(str(error)))
    yield found
    context.close()
    assert said == [], "the console stays silent: no script error, nothing stopped by the content policy"


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_accessible_self_contained_and_never_too_wide(page, address, name):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + name)
    assert serious_faults(page) == []
    assert all(url.startswith(address) for url in asked), "no third party is asked for anything"
    assert page.locator("style, [style], script:not([src])").count() == 0
    assert page.evaluate(
        "[...document.querySelectorAll('*')].every(e => !e.getAttributeNames().some(n => /^on/.test(n)))"
    )
    # 360 px is the narrowest phone, 683 px is 1366 px at a zoom of 200 %.
    for width in (360, 390, 683, 820, 1366):
        page.set_viewport_size({"width": width, "height": 768})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"sideways scrolling at {width} px"


def serious_faults(page):
    # The driver evaluates outside the page's own content policy, as a browser extension would.
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']}: {node['html'][:160]}"
        for rule in found["violations"]
        if rule["impact"] in {"serious", "critical"}
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("name", ["list/", "object/", "form/", "bench/", "room/"])
def test_touch_targets_are_large_enough_under_a_finger(browser, address, name):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(address + name)
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, .button, .tick, select, .rail a, .pager a, input[type=text]')]
        .filter(e => e.checkVisibility() && !e.hidden)
        .map(e => [e.className || e.tagName, e.textContent.trim().slice(0, 20), e.getBoundingClientRect()])
        .filter(([, , box]) => box.width > 2 && box.height < 43.5)
        .map(([kind, words, box]) => `${kind} ${words} ${box.height}`)"""
    )
    context.close()
    assert small == []


def test_keyboard_reaches_the_text_past_the_frame_first(page, address):
    page.goto(address + "object/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_light_explains_itself_on_focus_and_is_put_away_with_escape(page, address):
    page.goto(address + "list/")
    light = page.locator("button.light").first
    assert light.locator(".tip").bounding_box()["width"] <= 1
    light.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert light.locator(".tip").bounding_box()["width"] > 100
    page.keyboard.press("Escape")
    assert light.locator(".tip").bounding_box()["width"] <= 1


def test_filter_sentence_submits_itself_and_leaves_empty_blanks_out(page, address):
    page.goto(address + "list/?page=2")
    page.locator("#id_source").focus()
    page.select_option("#id_source", "p")
    page.wait_for_url("**/list/?source=p&light=late")
    page.wait_for_selector("#results table")
    assert page.evaluate("document.activeElement.id") == "id_source"


def test_filter_sentence_works_without_scripts(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "list/")
    page.select_option("#id_source", "p")
    page.get_by_role("button", name="查看").click()
    assert "source=p" in page.url
    assert "page=" not in page.url
    context.close()


def test_bulk_buttons_wait_for_a_tick_and_count(page, address):
    page.goto(address + "list/")
    chase = page.get_by_role("button", name="复制催办内容")
    assert chase.is_disabled()
    page.get_by_label("选中 督2023-0142").first.check()
    assert page.locator(".bulk-count").text_content() == "已选 1 件："
    assert chase.is_enabled()
    page.get_by_label("选中本页全部").check()
    assert page.locator(".bulk-count").text_content() == "已选 25 件："


def test_second_press_of_a_submit_button_sends_nothing(page, address):
    page.goto(address + "form/")
    stopped, words = page.evaluate(
        """() => {
        const button = document.querySelector('.form .primary'), stopped = [];
        window.addEventListener('submit', (e) => { stopped.push(e.defaultPrevented); e.preventDefault(); });
        button.click();
        button.click();
        return [stopped, button.textContent];
        }"""
    )
    assert stopped == [False, True]
    assert words == "正在提交…"


def test_leaving_a_form_with_something_typed_asks(page, address):
    page.goto(address + "form/")
    page.locator("#id_title").fill("关于供热的请示")
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(address + "list/")
    assert asked == ["beforeunload"]


def test_error_summary_takes_the_focus_and_links_to_the_field(page, address):
    page.goto(address + "form/")
    assert page.evaluate("document.activeElement.id") == "problems"
    page.get_by_role("link", name="议题名称").click()
    assert page.evaluate("document.activeElement.id") == "id_title"
    described = page.locator("#id_title").get_attribute("aria-describedby").split()
    words = [page.locator(f"#{part}").text_content() for part in described]
    assert "“议题名称”没有填写，请补上再提交。" in words
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(address + "list/")


def test_long_list_of_units_is_narrowed_and_counted(page, address):
    page.goto(address + "form/")
    box = page.get_by_label("缩小范围")
    box.fill("乡镇")
    visible = page.locator(".unit-ticks .tick:visible")
    assert visible.count() == 15
    visible.first.locator("input").check()
    assert page.get_by_text("已选 1 个").is_visible()
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(address + "list/")


def test_chasing_text_is_copied(browser, address):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name="复制催办内容").last.click()
    page.get_by_text("已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith("【县委督查室】")
    context.close()


@pytest.mark.parametrize("name", ["list/", "object/", "bench/", "sheet/"])
def test_pages_print_without_their_controls(page, address, name):
    page.goto(address + name)
    page.emulate_media(media="print")
    hidden = page.evaluate(
        "[...document.querySelectorAll('.rail, .top-search, .sentence, .pager, .bulk, .print-bar, .acting')]"
        ".every(e => getComputedStyle(e).display === 'none')"
    )
    assert hidden
