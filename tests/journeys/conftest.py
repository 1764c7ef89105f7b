"""A real browser in front of a real server. A journey fails on any console error or refused content."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
# What the browser says by itself about a dead network or an answer that is an error page.
OF_THE_NETWORK = re.compile(r"net::ERR_|Failed to load resource")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the whole run of this process, with leave to read the database beside it.

    The driver's event loop stays in this thread until the end, so the leave does too: it also holds for the emptying
    of tables after a journey, and for any other test with real transactions that comes after one.
    """
    # `make test` looks for a Chromium that starts and names it; empty means the one that Playwright brought.
    executable = os.environ.get("NEUGUONG_CHROMIUM", shutil.which("chromium") or CHROMIUM) or None
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Window:
    """One person's browser: own cookies, own storage, own network."""

    context: BrowserContext
    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Go to a path of the site."""
        self.page.goto(self.address + path)
        return self.page

    def sign_in(self, username: str, password: str = "") -> Page:
        """Sign in through the form; in the suite the password is the user name."""
        return self.sign_in_on(self.page, username, password)

    def sign_in_on(self, page: Page, username: str, password: str = "") -> Page:
        """Sign in on another tab of the same browser."""
        page.goto(f"{self.address}/tai-khoan/dang-nhap/")
        page.get_by_label("Tên đăng nhập").fill(username)
        page.get_by_label("Mật khẩu", exact=True).fill(password or username)
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url(re.compile(r"/ban-lam-viec/"))
        return page

    def tab(self) -> Page:
        """Another tab of the same browser."""
        page = self.context.new_page()
        _listen(page, self.complaints)
        return page

    def stored(self) -> list[str]:
        """What this browser keeps of ours between pages."""
        return self.page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('ng:'))")


def _listen(page: Page, complaints: list[str]) -> None:
    def heard(message) -> None:
        if message.type == "error" and not OF_THE_NETWORK.search(message.text):
            complaints.append(message.text)

    page.on("console", heard)
    page.on("pageerror", lambda error: complaints.append(str(error)))


@pytest.fixture
def window(browser: Browser, live_server) -> Iterator[Callable[..., Window]]:
    """Opens browsers: `window()`, `window(phone=True)`, or `window(script=False)`. Each is closed and asked for complaints at the end."""
    opened: list[Window] = []

    def open_one(*, phone: bool = False, script: bool = True) -> Window:
        context = browser.new_context(
            viewport=PHONE if phone else DESKTOP,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            service_workers="block",
            java_script_enabled=script,
        )
        context.set_default_timeout(8000)
        page = context.new_page()
        one = Window(context, page, live_server.url)
        _listen(page, one.complaints)
        opened.append(one)
        return one

    yield open_one
    complaints = [complaint for one in opened for complaint in one.complaints]
    for one in opened:
        one.context.close()
    assert complaints == []
