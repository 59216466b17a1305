"""The pages of attempts."""

from flask import Blueprint

blueprint = Blueprint("attempts", __name__)
