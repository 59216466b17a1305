"""The colours keep the contrast that look.md promises, in both themes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css"
PLAIN = re.compile(r"--([\w-]+): (#[0-9a-f]{3,6});")
PAIRS = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{3,6}), (#[0-9a-f]{3,6})\);")

TEXT, CONTROL = 4.5, 3.0
PROMISES = [
    *[(ink, ground, TEXT) for ink in ("ink", "ink-2", "ink-3") for ground in ("paper", "surface", "sunken")],
    *[("edge", ground, CONTROL) for ground in ("paper", "surface", "sunken")],
    *[(state, f"{state}-wash", TEXT) for state in ("right", "partly", "wrong")],
    *[
        (state, ground, TEXT)
        for state in ("right", "partly", "wrong", "pen", "blank")
        for ground in ("paper", "surface")
    ],
    *[("ink-2", wash, TEXT) for wash in ("right-wash", "partly-wash", "wrong-wash")],
    *[("ink", f"known-{step}", TEXT) for step in range(1, 6)],
    ("pen-strong", "pen-wash", TEXT),
    ("on-pen", "pen", TEXT),
    ("on-pen", "pen-strong", TEXT),
    ("paper", "ink", TEXT),
    ("paper", "partly", CONTROL),
]


def luminance(colour: str) -> float:
    """Return the relative luminance of #rgb or #rrggbb, from 0 to 1 (WCAG 2)."""
    digits = colour[1:]
    pairs = [d * 2 for d in digits] if len(digits) == 3 else [digits[i : i + 2] for i in (0, 2, 4)]
    channels = [int(pair, 16) / 255 for pair in pairs]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21 (WCAG 2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def themes() -> dict[str, dict[str, str]]:
    """Return the colours of each theme by name."""
    pairs = PAIRS.findall(CSS.read_text())
    return {
        "light": {name: light for name, light, _ in pairs},
        "dark": {name: dark for name, _, dark in pairs},
    }


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PROMISES)
def test_colour_can_be_read_on_its_ground(theme: str, ink: str, ground: str, least: float) -> None:
    colours = themes()[theme]
    assert contrast(colours[ink], colours[ground]) >= least


def test_light_theme_is_the_same_for_browsers_that_know_no_pairs() -> None:
    assert dict(PLAIN.findall(CSS.read_text())) == themes()["light"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_shades_are_told_apart_by_lightness_alone(theme: str) -> None:
    colours = themes()[theme]
    steps = [luminance(colours[f"known-{step}"]) for step in range(1, 6)]
    assert steps == sorted(steps, reverse=theme == "dark")
