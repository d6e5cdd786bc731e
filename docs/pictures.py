"""Take the pictures of the handbook from the example: ``python -m docs.pictures``.

It needs Chromium and pdftoppm, and LibreOffice for the picture of the Excel form. Pictures are looked at and committed; they
are not compared byte by byte, because fonts and browsers differ.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docs.browser import browser
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FOLDER = Path(__file__).parent / "handbook" / "images"
_COLOURS = 48
_GONGKAI = (sys.executable, "-P", "-m", "gongkai.cli")
_ORGAN = "shili-zrzy"


class Example:
    """A project with the example of ``gongkai init``, an error in its figures, and a second organ; its report is built.

    Attributes:
        root: The project.
        year: The report year.
        outputs: The folder of the report.
    """

    def __init__(self, root: Path, browser: Any) -> None:
        """Make the project in an empty folder; ``browser`` is Playwright's."""
        self.root, self.browser = root, browser
        self.run("init", ".")
        (self.file,) = (root / "params" / _ORGAN).glob("[0-9]*.yaml")
        self.year = self.file.stem
        self.outputs = root / "outputs" / self.year / _ORGAN
        self.run("build", _ORGAN)
        self.good = self.outputs.with_name("good")
        shutil.copytree(self.outputs, self.good)
        self.run("new", "jiaoyuju", self.year, "--name", "某县教育局")
        text = self.file.read_text("utf-8")
        self.file.write_text(text.replace("new: [9, 2,", "new: [8, 2,"), "utf-8")
        self.run("build", _ORGAN)

    def run(self, *call: str, terminal: bool = False) -> str:
        """Run a command of Gongkai in the project; its output, as a terminal of 88 columns would get it if asked."""
        command = [*_GONGKAI, *call]
        if terminal:
            quoted = " ".join(f"'{part}'" for part in command)
            command = ["script", "-qec", f"stty cols 88; {quoted}", "/dev/null"]
        env = {**os.environ, "LANG": "zh_CN.UTF-8", "TERM": "xterm-256color", "PYTHONUTF8": "1"}
        return subprocess.run(
            command,
            cwd=self.root,
            env=env,
            capture_output=True,
            encoding="utf-8",
            check=False,
            stdin=subprocess.DEVNULL,
        ).stdout

    def page(self, address: str, width: int, height: int, before: Callable[[Any], None] | None = None) -> Image.Image:
        """A screenshot of the top of a page."""
        page = self.browser.new_page(viewport={"width": width, "height": height})
        page.goto(address)
        if before is not None:
            before(page)
        taken = Image.open(io.BytesIO(page.screenshot()))
        page.close()
        return taken

    def terminal(self, *call: str) -> Image.Image:
        """What a command prints, as a terminal shows it."""
        from rich.console import Console
        from rich.text import Text

        said = self.run(*call, terminal=True).replace("\r", "")
        shown = Console(record=True, width=88, file=io.StringIO())
        shown.print(Text("$ gongkai " + " ".join(call), style="bold"))
        shown.print(Text.from_ansi(said.rstrip()), soft_wrap=True)
        html = shown.export_html(inline_styles=True, code_format="<pre>{code}</pre>")
        # A hanzi is as wide as two letters, as in a terminal.
        style = (
            "@font-face{font-family:Hanzi;src:local('Noto Sans SC');size-adjust:120.4%;unicode-range:U+2E80-FFFF}"
            "body{margin:0;background:#fff}pre{margin:0;padding:12px;font:14px/1.6 Hanzi,'DejaVu Sans Mono',monospace}"
        )
        page = self.browser.new_page(viewport={"width": 780, "height": 200})
        page.set_content(f"<style>{style}</style>{html}")
        taken = Image.open(io.BytesIO(page.screenshot(full_page=True)))
        page.close()
        return taken


def _pdf(example: Example) -> Image.Image:
    """The page of table 3."""
    pdf = example.good / "report.pdf"
    return _printed(pdf, _page_with(pdf, "（七）总计"))


def _page_with(pdf: Path, words: str) -> int:
    """Number of the first page with some words."""
    texts = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, encoding="utf-8").stdout.split(
        "\f"
    )
    return next(number for number, text in enumerate(texts, 1) if words in "".join(text.split()))


def _printed(pdf: Path, number: int) -> Image.Image:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "page")
        subprocess.run(
            ["pdftoppm", "-png", "-r", "90", "-f", str(number), "-l", str(number), "-singlefile", pdf, target],
            check=True,
        )
        with Image.open(target.with_suffix(".png")) as image:
            return image.copy()


def _html(example: Example) -> Image.Image:
    return example.page((example.good / "report.html").as_uri(), 1000, 640)


def _review(example: Example) -> Image.Image:
    return example.page((example.outputs / "review.html").as_uri(), 1000, 760)


def _check(example: Example) -> Image.Image:
    return example.terminal("check", _ORGAN)


def _list(example: Example) -> Image.Image:
    return example.terminal("list")


def _form(example: Example) -> Image.Image:
    example.run("form", _ORGAN, example.year)
    name = f"{_ORGAN}-{example.year}"
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "pdf", "--outdir", example.root, example.root / f"{name}.xlsx"],
        check=True, capture_output=True,
    )  # fmt: skip
    pdf = example.root / f"{name}.pdf"
    found = _printed(pdf, _page_with(pdf, "第二十条第（一）项"))
    return found.crop((0, 0, found.width, found.height // 2))


@contextmanager
def _lab_server(example: Example) -> Iterator[str]:
    """JupyterLab with the example chosen; yields the address of section three with the token."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    call = [*_GONGKAI, "lab", _ORGAN, example.year, "--no-browser", "--port", str(port)]
    settings = example.root.with_name("jupyter")
    settings.mkdir()
    (settings / "jupyter_server_config.json").write_text('{"ServerApp": {"allow_root": true}}')  # in a container
    env = {**os.environ, "JUPYTER_TOKEN": "pictures", "JUPYTER_CONFIG_DIR": str(settings)}
    quiet: Any = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(call, cwd=example.root, env=env, start_new_session=True, **quiet)
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/api?token=pictures")
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.5)
        yield f"http://127.0.0.1:{port}/lab/tree/notebooks/03_requests.ipynb?token=pictures&reset"
    finally:
        os.killpg(server.pid, signal.SIGTERM)  # JupyterLab is a process of its own
        server.wait()


def _lab(example: Example) -> Image.Image:
    def ready(page: Any) -> None:
        page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=90_000)
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=90_000)
        dismiss = page.get_by_role("button", name=re.compile("^(No|否)$"))
        if dismiss.count():
            dismiss.first.click()
        page.locator(".jp-Notebook").first.click()
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=90_000)
        page.locator(".jp-OutputArea-output .gongkai table").first.wait_for(timeout=90_000)
        page.locator(".jp-OutputArea-output .gongkai table").first.scroll_into_view_if_needed()
        page.wait_for_timeout(1500)

    with _lab_server(example) as address:
        return example.page(address, 1200, 800, ready)


PICTURES: dict[str, Callable[[Example], Image.Image]] = {
    "check.png": _check,
    "form.png": _form,
    "lab.png": _lab,
    "list.png": _list,
    "report-html.png": _html,
    "report-pdf.png": _pdf,
    "review.png": _review,
}
"""Function that takes each picture."""


def save(image: Image.Image, path: Path) -> None:
    """Write a picture as a small PNG of few colours: those that differ most, so that a blue bar is not grey."""
    image.convert("RGB").quantize(_COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        path, optimize=True
    )


def main() -> None:
    """Take every picture, or those named."""
    with tempfile.TemporaryDirectory() as folder, browser(Path(folder)) as launched:
        (root := Path(folder, "project")).mkdir()
        example = Example(root, launched)
        for name in sys.argv[1:] or PICTURES:
            save(PICTURES[name](example), FOLDER / name)
            print(name, (FOLDER / name).stat().st_size)


if __name__ == "__main__":
    main()
