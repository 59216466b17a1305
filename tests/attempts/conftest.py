import pytest


@pytest.fixture(autouse=True)
def _missing_rooms(app):
    app.url_build_error_handlers.append(lambda error, endpoint, values: f"/missing/{endpoint}")
