"""Sign-in cards: what stands on each, and the picture that a camera reads."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import segno
from flask import url_for
from markupsafe import Markup

from quizapp.accounts.service import pin_of
from quizapp.classes.models import Class, Enrolment
from quizapp.web.addresses import address_for_others

A_PAGE = 8


@dataclass(frozen=True)
class SignInCard:
    """One card. `pin` is None once the student has chosen their own."""

    name: str
    pin: str | None


def cards(enrolments: Iterable[Enrolment]) -> list[SignInCard]:
    """Return a card for each student, in the order given."""
    return [SignInCard(row.user.name, spaced(pin_of(row.user))) for row in enrolments]


def spaced(pin: str | None) -> str | None:
    """Write a PIN in two groups, as it is easier to read: "402 913"."""
    return f"{pin[:3]} {pin[3:]}" if pin else None


def pages(all_cards: list[SignInCard]) -> Iterator[list[SignInCard]]:
    """Cut the cards into sheets of eight."""
    for start in range(0, len(all_cards), A_PAGE):
        yield all_cards[start : start + A_PAGE]


def join_address(class_: Class) -> str:
    """Return the address that a student's own device can open."""
    return address_for_others(url_for("joining.join_class", code=class_.code))


def spoken(address: str) -> str:
    """Return what of a class's address is typed by hand: "192.168.1.20:8000/join"."""
    return address.partition("://")[2].rpartition("/")[0]


def qr(address: str) -> Markup:
    """Draw an address as a QR code: an SVG without styles, black on white, in any theme."""
    picture = io.BytesIO()
    segno.make(address, error="m").save(
        picture, kind="svg", scale=1, border=2, xmldecl=False, svgns=True, svgclass="qr", lineclass=None,
        light="#fff", dark="#000", omitsize=True, nl=False,
    )  # fmt: skip
    return Markup(picture.getvalue().decode())  # noqa: S704  segno wrote it
