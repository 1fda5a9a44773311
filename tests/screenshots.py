"""Take the pictures of the README and the guide from the running panel. ``make screenshots``."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM_ARGUMENTS, PAGES, own_folder, running_server, visiting

TARGET = Path("docs/images")

PICTURES = [
    *((name, "dator", False) for name in PAGES),
    *((name, "telefon", False) for name in PAGES),
    ("oversikt", "surfplatta", True),
    ("aktiviteter", "surfplatta", True),
    ("sammantrade", "surfplatta", True),
]
"""Page, size of screen, and whether it is dark."""


def main(target: Path = TARGET) -> int:
    """Write the pictures; returns the exit code."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("The pictures need the program chromium.", file=sys.stderr)  # noqa: T201
        return 1
    target.mkdir(parents=True, exist_ok=True)
    with (
        own_folder() as folder,
        running_server(folder) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        for name, size, is_dark in PICTURES:
            with visiting(browser, server.address, size, dark=is_dark) as visit:
                visit.open(PAGES[name])
                visit.whole_page()
                look = "morkt" if is_dark else "ljust"
                file = target / f"{name.replace(' ', '-')}-{size}-{look}.png"
                visit.page.screenshot(path=file)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
