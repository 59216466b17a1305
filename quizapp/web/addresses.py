"""Under which address the others in the room reach this computer."""

import socket
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, request, url_for

from quizapp.web.moulds import needs_request

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104
"""What a server listens at to be reached from other computers."""


def lan_address() -> str | None:
    """Return this computer's address in its local network, or None where it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Sends nothing: it only asks which way a packet would leave. 192.0.2.1 is nobody's.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        address: str = probe.getsockname()[0]
    return None if address.startswith("127.") or address == "0.0.0.0" else address  # noqa: S104


def address_for_others(path: str) -> str:
    """Return the whole address of a page, as another device can open it.

    Somebody who works at the server itself sees "localhost", which on a tablet is the tablet. An
    app that listens to this computer alone has no other address to give.
    """
    here = urlsplit(request.host_url)
    host = here.netloc
    at_the_server = here.hostname in ("localhost", "127.0.0.1", "::1")
    if at_the_server and current_app.config["HOST"] in EVERYWHERE and (outside := lan_address()):
        host = f"{outside}:{here.port}" if here.port else outside
    return f"{here.scheme}://{host}{path}"


STAND_IN = 900_000_001
"""Stands for a number while an address is made once for all numbers."""


def init_app(app: Flask) -> None:
    """Give templates a `url_for` that makes each kind of address once: a page has fifty of them."""
    made: dict[tuple[str, ...], str] = {}

    def remembered_url_for(endpoint: str, **values: Any) -> str:
        needs_request()
        static = endpoint == "static"
        if endpoint.startswith("."):
            return url_for(endpoint, **values)
        if not static and not all(type(value) is int for value in values.values()):
            return url_for(endpoint, **values)
        key = (request.root_path, endpoint, *(map(str, values.values()) if static else values))
        pattern = made.get(key)
        if pattern is None:
            names = {name: STAND_IN + place for place, name in enumerate(values)}
            pattern = url_for(endpoint, **(values if static else names)).replace("%", "%%")
            for name, number in () if static else names.items():
                pattern = pattern.replace(str(number), f"%({name})d")
            made[key] = pattern
        return pattern % values

    app.jinja_env.globals["url_for"] = remembered_url_for
