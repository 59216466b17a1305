"""Under which address the others in the room reach this computer."""

import socket
from urllib.parse import urlsplit

from flask import current_app, request

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
