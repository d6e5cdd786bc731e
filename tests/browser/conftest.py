"""A real browser, with the bundled fonts and without a network."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from docs.browser import font_settings

from gongkai.document import html
from tests.conftest import require
from tests.document.sample import sample_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from gongkai.document.metadata import Document

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-default-apps", "--disable-sync", "--disable-domain-reliability", "--no-first-run", "--no-pings",
    "--metrics-recording-only", "--safebrowsing-disable-auto-update", "--disable-client-side-phishing-detection",
)  # fmt: skip
WIDTHS = (360, 768, 1280)
PATIENCE = 120_000
"""Milliseconds that a page may take for what it is asked to do: a busy machine is slow."""


@dataclass
class Watched:
    """What a page did that it must not do.

    Attributes:
        dialogs: Texts of dialogs that a script opened.
        console: What the browser complained about, such as a broken policy.
        requests: Addresses that were asked for, besides the page and data within it.
    """

    dialogs: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium, drawing Chinese in the fonts of the set ``bundled``; no thread of it outlives the module's tests."""
    program = require("chromium")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    env: Any = {**os.environ, "FONTCONFIG_FILE": str(font_settings(tmp_path_factory.mktemp("fonts")))}
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=list(FLAGS), env=env)
        yield launched
        launched.close()
    for thread in threading.enumerate():
        if thread.name.startswith("asyncio-waitpid"):
            thread.join(60)


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Document], Path]:
    """Saves a document as a page under a name and gives its file."""
    folder = tmp_path_factory.mktemp("pages")

    def save(name: str, document: Document) -> Path:
        path = folder / f"{name}.html"
        path.write_bytes(html.page(document).encode())
        return path

    return save


@pytest.fixture(scope="session", params=["2019", "2021", "draft"])
def sample(request: pytest.FixtureRequest, saved: Callable[[str, Document], Path]) -> Path:
    """The page of a report: each form, and a draft with its findings."""
    name = str(request.param)
    return saved(name, sample_document(draft=True) if name == "draft" else sample_document(name))


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., tuple[Page, Watched]]]:
    """Opens a file in a window of a width and watches what it does."""
    contexts = []

    def open_(path: Path, width: int = 1280, **options: Any) -> tuple[Page, Watched]:
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page, watched = context.new_page(), Watched()

        def dismissed(dialog: Any) -> None:
            watched.dialogs.append(dialog.message)
            dialog.dismiss()

        def asked(request: Any) -> None:
            if request.url.split("#")[0] != path.as_uri() and not request.url.startswith("data:"):
                watched.requests.append(request.url)

        page.on("dialog", dismissed)
        page.on("console", lambda message: watched.console.append(message.text))
        page.on("pageerror", lambda error: watched.console.append(str(error)))
        page.on("request", asked)
        page.goto(path.as_uri())
        return page, watched

    yield open_
    for context in contexts:
        context.close()
