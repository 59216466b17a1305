"""A slow machine for the browser tests, made on purpose: to find what is acted on before it is ready.

`SLOW=scripts pytest tests/journeys` answers every script file 1.5 seconds late, so that each page is there
long before its scripts have run; `SLOW=browser` has Chromium compute at a sixth of its speed; `SLOW=server`
has every answer take 150 milliseconds longer. Several go together: `SLOW=scripts,server`.
"""

import os
import time
from collections.abc import Callable, Iterable
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Page

LATE = 1.5
"""Seconds for each script file."""
LONGER = 0.15
"""Seconds for each answer."""
SLOWER = 6
NO_LIMITS = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
WAYS = frozenset({"scripts", "browser", "server"})
asked = frozenset(filter(None, os.environ.get("SLOW", "").split(",")))

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def check() -> None:
    """Refuse a way of being slow that there is not."""
    if not asked <= WAYS:
        raise pytest.UsageError(f"SLOW takes {', '.join(sorted(WAYS))}, not {os.environ['SLOW']}.")


def late_scripts(application: Application, seconds: float = LATE) -> Application:
    """Return the application with every script file late, on every page: the browser may not keep one."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if not environ["PATH_INFO"].endswith(".js"):
            return application(environ, start)
        time.sleep(seconds)

        def begin(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            kept = [(name, value) for name, value in headers if name.lower() not in ("cache-control", "etag")]
            return start(status, [*kept, ("Cache-Control", "no-store")], *rest)

        return application(environ, begin)

    return answer


def slow_server(application: Application) -> Application:
    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        time.sleep(LONGER)
        return application(environ, start)

    return answer


def slowed(application: Application) -> Application:
    """Return what is served in an application's place in this run."""
    if "scripts" in asked:
        application = late_scripts(application)
    if "server" in asked:
        application = slow_server(application)
    return application


def slow_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every page that a test opens compute slowly, if this run is asked to."""
    if "browser" not in asked:
        return
    open_page, set_offline = BrowserContext.new_page, BrowserContext.set_offline
    opened: WeakKeyDictionary[Page, CDPSession] = WeakKeyDictionary()

    def new_page(context: BrowserContext) -> Page:
        page = open_page(context)
        opened[page] = context.new_cdp_session(page)
        opened[page].send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        return page

    def go(context: BrowserContext, offline: bool) -> None:
        # A page loaded without network takes itself to be online if one of its sessions does not know.
        for page in context.pages:
            if page in opened:
                opened[page].send("Network.emulateNetworkConditions", {**NO_LIMITS, "offline": offline})
        set_offline(context, offline)

    monkeypatch.setattr(BrowserContext, "new_page", new_page)
    monkeypatch.setattr(BrowserContext, "set_offline", go)
