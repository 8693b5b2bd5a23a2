"""``python -m tests.e2e.screenshots``: a picture of every page, to be looked at.

Into screenshots/light, dark and phone, of a new site with the demo data, or of one that runs
already (``--url``). ``--best`` also writes those that the documentation shows, as WebP.
"""

import argparse
import base64
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.conftest import CHROMIUM, CHROMIUM_FLAGS
from tests.e2e.page_list import OWN, TEACHING, VISITOR
from tests.e2e.staff_traces import TA, leave_traces
from tests.e2e.walking import prepare_page, walk_to
from tests.live import Student, running_site

Visits = Sequence[tuple[Student | None, Sequence[str]]]
"""Who goes to which pages."""

ROOT = Path(__file__).resolve().parents[2]
LOOKS = {
    "light": ("light", 1280, 850),
    "dark": ("dark", 1280, 850),
    "phone": ("light", 390, 844),
}
BEST = {
    ("light", "/"): "home",
    ("light", "/problems?tag=strings"): "problems",
    ("light", "/problems/aplusb?tab=hints"): "solve",
    ("dark", "/contests/demo-contest/problems/A"): "solve-in-a-contest-dark",
    ("light", "/contests/demo-contest/standings"): "standings",
    ("dark", "/contests/demo-contest-past/replay?at=90"): "replay-dark",
    ("light", "/assignments/demo-assignment-past"): "assignment",
    ("light", "/courses/swe2001"): "course",
    ("light", "/statistics"): "statistics",
    ("phone", "/problems/aplusb?tab=submissions"): "submissions-phone",
}
"""By look and page, the name in docs/pictures."""
TO_WEBP = """async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    canvas.getContext('2d').drawImage(image, 0, 0);
    return canvas.toDataURL('image/webp', 0.82).split(',')[1];
}"""


@contextmanager
def site_url(url: str | None) -> Iterator[str]:
    if url is not None:
        yield url
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        running_site(Path(folder), SITE_LEADERBOARD="1") as site,
    ):
        yield site.url


def pictures(browser: Browser, url: str, look: str, visits: Visits) -> Iterator[tuple[str, bytes]]:
    """Every page in one look, each with the address that it was made of."""
    scheme, width, height = LOOKS[look]
    for who, paths in visits:
        context = browser.new_context(
            base_url=url,
            locale="ko-KR",
            color_scheme="dark" if scheme == "dark" else "light",
            viewport={"width": width, "height": height},
        )
        if who is not None:
            pairs = (pair.split("=", 1) for pair in who.cookie_header.split("; "))
            context.add_cookies([{"name": n, "value": v, "url": url} for n, v in pairs])
        page = context.new_page()
        prepare_page(page)
        for path in paths:
            yield path, picture(page, path)
        context.close()


def picture(page: Page, path: str) -> bytes:
    walk_to(page, path)
    return page.screenshot(full_page=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--url", help="a site that runs already, with the demo data")
    options.add_argument("--best", action="store_true", help="also write docs/pictures")
    given = options.parse_args()
    with site_url(given.url) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*CHROMIUM_FLAGS, "--no-sandbox"]
        )
        blank = browser.new_page()
        student, ta = Student(url), Student(url, *TA)
        numbers = leave_traces(ta, student)
        taught = [path.format(**numbers) for path in TEACHING]
        visits: Visits = [(None, VISITOR), (student, OWN), (ta, taught)]
        for look in LOOKS:
            folder = ROOT / "screenshots" / look
            folder.mkdir(parents=True, exist_ok=True)
            for path, png in pictures(browser, url, look, visits):
                name = re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-") or "home"
                (folder / f"{name}.png").write_bytes(png)
                best = BEST.get((look, path)) if given.best else None
                if best is not None:
                    webp = blank.evaluate(TO_WEBP, base64.b64encode(png).decode())
                    shown = ROOT / "docs" / "pictures" / f"{best}.webp"
                    shown.parent.mkdir(exist_ok=True)
                    shown.write_bytes(base64.b64decode(webp))
        browser.close()
    sys.stdout.write(f"The pictures lie in {ROOT / 'screenshots'}.\n")


if __name__ == "__main__":
    main()
