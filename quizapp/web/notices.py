"""What a page says about the step before it."""

from typing import Any, cast

from flask import flash


def offer_undo(text: str, url: str, **fields: str) -> None:
    """Say on the next page what was done, with a button that posts `fields` to `url` to undo it."""
    notice: dict[str, Any] = {"text": text, "url": url, "fields": fields}
    flash(cast(str, notice), "undo")  # Flask keeps any JSON; its types know only of text
