"""Tests of the admin's pages run also where the rooms they link to are not built yet."""

import pytest
from flask import Flask


@pytest.fixture(autouse=True)
def _unbuilt_rooms(app: Flask) -> None:
    app.url_build_error_handlers.append(lambda error, endpoint, values: f"/unbuilt/{endpoint}")
