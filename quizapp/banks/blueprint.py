"""The blueprint that the pages of banks are added to."""

from flask import Blueprint

blueprint = Blueprint("banks", __name__)
