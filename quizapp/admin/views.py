"""The pages of admin."""

from flask import Blueprint

blueprint = Blueprint("admin", __name__)


from quizapp.admin import sample_views  # noqa: E402, F401  its pages are of this blueprint
