"""The page in a real Chromium."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, expect, sync_playwright

from kiosk.aggregator.web.app import make_app
from kiosk.aggregator.web.audience import Audience
from kiosk.aggregator.web.server import WebServer
from tests.aggregator.web.boards import (
    CHICAGO,
    HOSTILE,
    NOW,
    alert,
    appointment,
    asked,
    board,
    busy,
    door,
    line,
    row,
)

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = ViewportSize(width=390, height=844)
SIZES = [PHONE, ViewportSize(width=1280, height=800), ViewportSize(width=1920, height=1080)]

# Each text that can be seen, with its colour and the nearest colour painted behind it.
TEXT_COLOURS = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    const parent = walker.currentNode.parentElement;
    if (!text || !parent.checkVisibility() || parent.closest("noscript, .spoken, .skip")) continue;
    let behind = parent;
    while (getComputedStyle(behind).backgroundColor === "rgba(0, 0, 0, 0)") {
      behind = behind.parentElement;
    }
    const colour = getComputedStyle(parent).color;
    found.push([text, colour, getComputedStyle(behind).backgroundColor]);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@dataclass
class Seen:
    """What a browser would show in its console, and what it asked for."""

    console: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)

    def note(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.console.append(message.text)


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def page(browser: Browser, seen: Seen) -> Iterator[Page]:
    context = browser.new_context(viewport=SIZES[1])
    shown = context.new_page()
    shown.on("console", seen.note)
    shown.on("pageerror", lambda error: seen.console.append(str(error)))
    shown.on("request", lambda request: seen.urls.append(request.url))
    shown.set_default_timeout(20_000)
    yield shown
    context.close()


def open_board(page: Page, server: WebServer) -> None:
    page.goto(f"http://127.0.0.1:{server.port}/")


def students(page: Page) -> list[str]:
    return page.locator("#rows .student").all_text_contents()


def test_the_board_changes_as_passes_start_and_end(
    page: Page, server: WebServer, audience: Audience, seen: Seen
) -> None:
    audience.publish(board())
    open_board(page, server)
    expect(page.get_by_text("Nobody is out.")).to_be_visible()
    audience.publish(board(row("Maya Okafor", out=2)))
    shown = page.get_by_role("row", name="Maya Okafor")
    expect(shown).to_contain_text("2 of 5 min")
    expect(shown).to_contain_text("3 min left")
    expect(page).to_have_title("1 out · Lincoln High School")
    audience.publish(board())
    expect(shown).to_have_count(0)
    expect(page.get_by_text("Nobody is out.")).to_be_visible()
    assert seen.console == []


def test_appointments_stand_beside_with_what_became_of_them(
    page: Page, server: WebServer, audience: Audience, seen: Seen
) -> None:
    audience.publish(board(appointments=(appointment("Maya Okafor", state="reminded"),)))
    open_board(page, server)
    panel = page.get_by_role("region", name="Appointments")
    expect(panel).to_contain_text("Maya Okafor")
    expect(panel).to_contain_text("10:47 AM")
    expect(panel).to_contain_text("Counselor, now, repeats, by Ms. Reyes")
    audience.publish(board())
    expect(panel).to_have_count(0)
    assert seen.console == []


def test_overtime_stands_first_with_colour_icon_and_words(
    page: Page, server: WebServer, audience: Audience
) -> None:
    audience.publish(board(row("Long", out=14, allowed=15), row("Over", out=7.5)))
    open_board(page, server)
    expect(page.locator("#rows tr")).to_have_count(2)
    assert students(page) == ["Over", "Long"]
    over = page.get_by_role("row", name="Over")
    expect(over).to_have_class("row row-over")
    expect(over.locator(".pill use")).to_have_attribute("href", "#icon-over")
    expect(over.locator(".pill")).to_have_text("Over by 2 min")
    expect(page.locator("#tally")).to_have_text("2 out1 over time")


def test_a_pass_goes_over_time_on_the_page_itself(
    page: Page, server: WebServer, audience: Audience
) -> None:
    page.clock.install()
    audience.publish(board(row("Long", out=10, allowed=15), row("Nearly", out=4.9)))
    open_board(page, server)
    expect(page.locator("#rows tr")).to_have_count(2)
    assert students(page) == ["Long", "Nearly"]
    page.clock.run_for(10_000)
    expect(page.get_by_role("row", name="Nearly")).to_contain_text("Just over")
    assert students(page) == ["Nearly", "Long"]


def test_a_row_keeps_its_place_in_the_document_while_others_come_and_go(
    page: Page, server: WebServer, audience: Audience
) -> None:
    audience.publish(board(row("Maya", out=3)))
    open_board(page, server)
    maya = page.locator("#rows tr").first.element_handle()
    audience.publish(board(row("Maya", out=3), row("Liam", out=9)))
    expect(page.locator("#rows tr")).to_have_count(2)
    audience.publish(board(row("Maya", out=4)))
    expect(page.locator("#rows tr")).to_have_count(1)
    assert page.locator("#rows tr").first.evaluate("(now, then) => now === then", maya) is True


def test_every_flag_is_told_in_words(page: Page, server: WebServer, audience: Audience) -> None:
    audience.publish(
        board(
            row("Sofía", allowed=None, flags="urgent offline override"),
            row("Amara", out=0, flags="unstarted"),
            row("Doubt", out=9, flags="unstarted"),
            replace(row("There"), checked_in=NOW),
            replace(row("Errand", flags="override"), note="errand"),
        )
    )
    open_board(page, server)
    expect(page.get_by_role("row", name="Sofía").locator(".chip")).to_have_text(
        ["Urgent", "Offline", "Override"]
    )
    expect(page.get_by_role("row", name="Sofía").locator(".pill")).to_have_text("No limit")
    expect(page.get_by_role("row", name="Amara").locator(".pill")).to_have_text("Not started yet")
    expect(page.get_by_role("row", name="Doubt").locator(".chip")).to_have_text("Not started yet")
    expect(page.get_by_role("row", name="Errand").locator(".chip")).to_have_text(
        "Override: staff errand"
    )
    expect(page.get_by_role("row", name="There").locator(".chip")).to_have_text(
        "There since 10:42 AM"
    )


def test_doors_totals_and_alerts_stand_beside(
    page: Page, server: WebServer, audience: Audience
) -> None:
    audience.publish(busy())
    open_board(page, server)
    expect(page.get_by_role("region", name="Doors").locator("li").first).to_have_text(
        "Room 220Offline, last heard 10:30 AM (12 min ago), 3 to send"
    )
    expect(page.get_by_role("region", name="Doors")).to_contain_text("Room 9Online, just now")
    expect(page.locator("#destinations li").first).to_have_text("Restroom3")
    expect(page.get_by_role("region", name="Alerts").locator("li").first).to_contain_text(
        "Room 220 has not been heard for 12 minutes"
    )
    expect(page.locator("#clock")).to_have_text("10:42 AM")


def test_a_hold_is_shown_until_it_is_lifted(
    page: Page, server: WebServer, audience: Audience
) -> None:
    audience.publish(board(row("Maya"), hold=True))
    open_board(page, server)
    expect(page.locator("#hold")).to_be_visible()
    expect(page.get_by_role("row", name="Maya").locator(".chip")).to_have_text("Called back")
    audience.publish(board(row("Maya")))
    expect(page.locator("#hold")).to_be_hidden()
    expect(page.get_by_role("row", name="Maya").locator(".chip")).to_have_count(0)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size['width']}")
def test_hostile_names_are_inert_and_keep_the_layout(
    page: Page, server: WebServer, audience: Audience, seen: Seen, size: ViewportSize
) -> None:
    page.set_viewport_size(size)
    audience.publish(
        board(
            *(row(name, out=n, to=HOSTILE[-n]) for n, name in enumerate(HOSTILE)),
            doors=tuple(door(name, online=n % 2 == 0) for n, name in enumerate(HOSTILE)),
            alerts=tuple(alert(name, kind=name) for name in HOSTILE),
            asked=tuple(asked(name, to=name) for name in HOSTILE),
            lines=tuple(line(name, 2) for name in HOSTILE),
        )
    )
    open_board(page, server)
    expect(page.locator("#rows tr")).to_have_count(len(HOSTILE))
    shown = students(page)
    assert {name for name in HOSTILE if "<" in name or "{{" in name} <= set(shown)
    assert "(no name)" in shown
    assert page.locator("main script, main img, aside script, aside img").count() == 0
    expect(page).to_have_title(re.compile("^9 out, [34] over time · Lincoln High School$"))
    assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
    tallest = "Math.max(...[...document.querySelectorAll('.clip')].map((n) => n.offsetHeight))"
    assert page.evaluate(tallest) < 110
    assert seen.console == []


@pytest.mark.parametrize("width", [320, 390, 740, 1000, 1280, 1920])
def test_no_width_makes_the_page_scroll_sideways(
    page: Page, server: WebServer, audience: Audience, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    audience.publish(busy())
    open_board(page, server)
    expect(page.locator("#rows tr")).to_have_count(len(busy().rows))
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_lost_connection_is_said_with_the_age_and_heals(
    page: Page, server: WebServer, audience: Audience
) -> None:
    audience.publish(board(row("Maya")))
    open_board(page, server)
    expect(page.get_by_role("row", name="Maya")).to_be_visible()
    expect(page.locator("#lost")).to_be_hidden()
    server.close()
    lost = page.locator("#lost")
    expect(lost).to_contain_text("Connection lost, reconnecting…", timeout=20_000)
    expect(lost).to_contain_text("s old (10:42 AM).")
    expect(page.get_by_role("status")).to_contain_text("Connection lost")
    expect(page.get_by_role("row", name="Maya")).to_be_visible()
    audience.publish(board(row("Liam")))
    again = WebServer(make_app(audience, "Lincoln High School", CHICAGO), "127.0.0.1", server.port)
    again.start()
    expect(page.get_by_role("row", name="Liam")).to_be_visible(timeout=20_000)
    expect(lost).to_be_hidden()
    again.close()


def test_an_aggregator_that_falls_silent_is_said_and_the_minutes_stand_still(
    page: Page, server: WebServer, audience: Audience
) -> None:
    page.clock.install()
    audience.publish(board(row("Maya", out=2)))
    open_board(page, server)
    expect(page.get_by_role("row", name="Maya")).to_be_visible()
    page.clock.run_for(20_000)
    expect(page.locator("#lost")).to_contain_text("No news from the building's aggregator.")
    page.clock.run_for(100_000)
    expect(page.get_by_role("row", name="Maya")).to_contain_text("2 of 5 min")
    audience.publish(board(row("Maya", out=4)))
    expect(page.get_by_role("row", name="Maya")).to_contain_text("4 of 5 min")
    page.clock.run_for(1_000)
    expect(page.locator("#lost")).to_be_hidden()


def test_a_board_shown_late_says_so_at_once(
    page: Page, server: WebServer, audience: Audience
) -> None:
    audience.publish(board())
    published_s = audience._clock()
    audience._clock = lambda: published_s + 90
    open_board(page, server)
    expect(page.locator("#lost")).to_contain_text("What you see is 90 s old")


def test_the_page_of_an_older_program_loads_anew(
    page: Page, server: WebServer, audience: Audience
) -> None:
    audience.publish(board())
    open_board(page, server)
    expect(page.get_by_text("Nobody is out.")).to_be_visible()
    page.evaluate("document.body.dataset.version = 'older'")
    with page.expect_navigation():
        audience.publish(board())
    expect(page.get_by_text("Nobody is out.")).to_be_visible()


def test_nothing_comes_from_elsewhere(
    page: Page, server: WebServer, audience: Audience, seen: Seen
) -> None:
    audience.publish(busy())
    open_board(page, server)
    expect(page.locator("#rows tr")).to_have_count(len(busy().rows))
    assert {url.split("/")[2] for url in seen.urls} == {f"127.0.0.1:{server.port}"}
    assert seen.console == []


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size['width']}")
def test_a_screen_reader_finds_landmarks_and_a_table(
    page: Page, server: WebServer, audience: Audience, size: ViewportSize
) -> None:
    page.set_viewport_size(size)
    audience.publish(busy())
    open_board(page, server)
    table = page.get_by_role("main", name="Out now").get_by_role("table", name="Out now")
    expect(table.get_by_role("columnheader")).to_have_text(
        ["State", "Student", "From", "To", "Time out", "Since"]
    )
    expect(table.get_by_role("rowheader")).to_have_count(len(busy().rows))
    expect(page.get_by_role("complementary", name="The building")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("8 out 3 over time")


def test_the_keyboard_skips_to_the_passes(
    page: Page, server: WebServer, audience: Audience
) -> None:
    audience.publish(busy())
    open_board(page, server)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to who is out")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_contrast_enough(
    browser: Browser, server: WebServer, audience: Audience, scheme: str
) -> None:
    light = scheme == "light"
    context = browser.new_context(color_scheme="light" if light else "dark", viewport=SIZES[2])
    page = context.new_page()
    whole = busy()
    audience.publish(board(*whole.rows, doors=whole.doors, alerts=whole.alerts, hold=True))
    open_board(page, server)
    expect(page.locator("#hold")).to_be_visible()
    server.close()
    expect(page.locator("#lost")).to_be_visible(timeout=20_000)
    texts = page.evaluate(TEXT_COLOURS)
    context.close()
    assert len(texts) > 60
    assert [t for t in texts if contrast(t[1], t[2]) < 4.5] == []
    bands = [t for t in texts if t[0].startswith(("Hold in your room", "Connection lost"))]
    assert len(bands) == 2
    assert [t for t in bands if contrast(t[1], t[2]) < 7] == []


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2 between two colours as a browser computes them."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = colour.removeprefix("rgb(").removesuffix(")").split(",")
    red, green, blue = (linear(int(part) / 255) for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
