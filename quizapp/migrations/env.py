"""Run migrations on the app's own engine. Called by Alembic inside an app context."""

from typing import Any, Literal

from alembic import context
from flask import current_app

from quizapp.db.types import UtcDateTime
from quizapp.extensions import db

config = context.config
target_metadata = db.metadata


def render_item(kind: str, item: Any, autogenerate: Any) -> str | Literal[False]:
    """Write our own types as what they are in the database: migrations outlive our classes."""
    return "sa.DateTime(timezone=True)" if isinstance(item, UtcDateTime) else False


def run() -> None:
    if context.is_offline_mode():
        context.configure(
            url=current_app.config["SQLALCHEMY_DATABASE_URI"],
            target_metadata=target_metadata,
            literal_binds=True,
            render_as_batch=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        return
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=target_metadata,
            compare_type=True,
            render_item=render_item,
            render_as_batch=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
