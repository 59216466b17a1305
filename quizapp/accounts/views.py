"""The doors: joining, signing in and out, one's own account."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)
