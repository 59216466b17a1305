"""Every page, for each who may see it, light and dark, on a phone and a laptop: nothing broken, nothing hidden."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.cast import Cast
from tests.journeys.conftest import Live

PAGES = (("nobody", "/nowhere"),)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("who", "path"), PAGES)
def test_a_page_can_be_used_by_everyone(
    page: Page,
    live: Live,
    check_page: Callable[[Page], None],
    width: int,
    scheme: str,
    who: str,
    path: str,
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(live.url + path)
    check_page(page)
