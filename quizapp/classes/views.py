"""The pages of classes."""

from flask import Blueprint

blueprint = Blueprint("classes", __name__)
