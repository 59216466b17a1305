"""Passwords: what is accepted as one, how it is kept, how it is checked."""

import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

# OWASP's minimum. At most two at once: a class that signs in together must not take all the memory.
_SCHOOL = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_TESTS = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_turnstile = threading.BoundedSemaphore(2)

STAFF_LENGTH = 10
STUDENT_LENGTH = 6
MAX_LENGTH = 200

COMMON = frozenset(
    # The first that a guesser tries, of those long enough to pass the other rules.
    word
    for line in (
        "123456 1234567 12345678 123456789 1234567890 0123456789 12345678910 123456789a",
        "654321 9876543210 123123 abc123 abcdef abcdefghij qwerty qwertyuiop qwerty12345 1q2w3e4r5t",
        "password password12 password123 password1234 passwordpassword letmein letmein123",
        "welcome welcome123 changeme123 administrator iloveyou iloveyou123",
        "monkey dragon sunshine princess football",
    )
    for word in line.split()
)


def weakness(password: str, *, at_least: int, not_like: str = "") -> str | None:
    """Return what is wrong with a new password, in words that say how to mend it, or None."""
    if len(password) < at_least:
        return f"Use at least {at_least} characters."
    if len(password) > MAX_LENGTH:
        return f"Use at most {MAX_LENGTH} characters."
    if password.casefold() in COMMON or len(set(password)) == 1:
        return "That is one of the first that anyone would try. Choose another."
    if not_like and password.casefold() == not_like.casefold():
        return "Choose something other than your name."
    return None


def hash_password(password: str) -> str:
    """Return what to store for a password."""
    with _turnstile:
        return _hasher().hash(_as_typed_anywhere(password))


def check_password(stored: str | None, password: str) -> bool:
    """Tell whether a password is the stored one; takes as long where nothing is stored."""
    hasher = _hasher()
    with _turnstile:
        try:
            return (
                hasher.verify(stored or _decoy(hasher), _as_typed_anywhere(password)) and stored is not None
            )
        except (VerificationError, InvalidHashError):
            return False


def _as_typed_anywhere(password: str) -> str:
    """Return the same for é in one sign or two: devices differ in which they send."""
    return unicodedata.normalize("NFKC", password)


def needs_rehash(stored: str) -> bool:
    return _hasher().check_needs_rehash(stored)


def _hasher() -> PasswordHasher:
    return _TESTS if current_app.testing else _SCHOOL


_decoys: dict[int, str] = {}


def _decoy(hasher: PasswordHasher) -> str:
    return _decoys.get(id(hasher)) or _decoys.setdefault(id(hasher), hasher.hash("nobody's password"))
