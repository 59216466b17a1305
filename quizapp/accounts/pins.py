"""A student's one-time PIN: never stored, always the same until it is used or reset."""

import hmac
from hashlib import sha256

DIGITS = 6


def one_time_pin(secret_key: str, user_id: int, serial: int) -> str:
    """Return the six figures on a student's sign-in card.

    They follow from the school's key, so that cards can be printed again and a copy of the
    database tells nobody's PIN. Raising `serial` makes another one.
    """
    mac = hmac.new(secret_key.encode(), f"pin:{user_id}:{serial}".encode(), sha256).digest()
    return f"{int.from_bytes(mac[:8]) % 10**DIGITS:0{DIGITS}d}"


def is_pin(typed: str, pin: str) -> bool:
    """Tell whether what was typed is the PIN; spaces and hyphens do not matter."""
    return hmac.compare_digest(typed.replace(" ", "").replace("-", "").encode(), pin.encode())
