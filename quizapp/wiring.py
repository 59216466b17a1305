"""The one list of what the app is made of."""

from collections.abc import Callable
from typing import Any

from flask import Flask, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import Engine
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from quizapp import paths
from quizapp.accounts import service as accounts_service  # noqa: F401  it tells Flask-Login who is who
from quizapp.accounts.views import blueprint as accounts
from quizapp.admin.views import blueprint as admin
from quizapp.attempts import after_views  # noqa: F401  it adds pages to those of attempts
from quizapp.attempts.deadlines import move_deadlines, move_deadlines_of
from quizapp.attempts.lane import Lanes
from quizapp.attempts.sweeper import add_chore
from quizapp.attempts.trying_views import blueprint as trying
from quizapp.attempts.views import blueprint as attempts
from quizapp.banks.figures import know_figures
from quizapp.banks.sharing import know_teachers
from quizapp.banks.views import blueprint as banks
from quizapp.cards import models as all_models  # noqa: F401  Alembic must see every table
from quizapp.cards.panel import class_panel as cards_panel
from quizapp.cards.setting_aside import set_aside
from quizapp.cards.views import blueprint as cards
from quizapp.classes.accommodation_views import blueprint as accommodations
from quizapp.classes.joining import blueprint as joining
from quizapp.classes.panels import add_panel
from quizapp.classes.service import teachers_of
from quizapp.classes.signals import accommodation_changed
from quizapp.classes.views import blueprint as classes
from quizapp.config import Settings, read_settings
from quizapp.db.base import engine_options, prepare_engine
from quizapp.db.quick import Reader
from quizapp.db.writer import Writer
from quizapp.extensions import csrf, db, limiter, login_manager, migrate
from quizapp.progress.views import blueprint as progress
from quizapp.quizzes.signals import assignment_changed, assignment_deleted
from quizapp.quizzes.views import blueprint as quizzes
from quizapp.reports.figures import question_figures
from quizapp.reports.flagging import flag_poor
from quizapp.reports.panel import class_panel
from quizapp.reports.views import blueprint as reports
from quizapp.watching.views import blueprint as watching
from quizapp.web import addresses, errors, filters, limits, security, static_files, transaction
from quizapp.web.moulds import Moulds

BLUEPRINTS = (
    accounts,
    joining,
    classes,
    accommodations,
    banks,
    quizzes,
    attempts,
    trying,
    cards,
    reports,
    watching,
    progress,
    admin,
)

# (words, endpoint, what else it is the current page for: endpoints or blueprints), at most four a role.
# An endpoint named by one link is not the page of another that names its blueprint.
NAVIGATION: dict[str, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    "student": (
        ("To do", "attempts.todo", ("attempts",)),
        ("Done", "attempts.done", ("attempts.review", "attempts.receipt", "attempts.practise", "progress")),
        ("Cards", "cards.index", ("cards",)),
        ("Readings", "banks.readings", ("banks",)),
    ),
    "teacher": (
        (
            "Classes",
            "classes.index",
            ("classes", "accommodations", "reports", "watching", "progress", "cards"),
        ),
        ("Quizzes", "quizzes.index", ("quizzes",)),
        ("Readings", "banks.readings", ("banks.reading",)),
        ("Bank", "banks.index", ("banks",)),
    ),
    "admin": (
        (
            "Classes",
            "classes.index",
            ("classes", "accommodations", "reports", "watching", "progress", "cards"),
        ),
        ("Quizzes", "quizzes.index", ("quizzes",)),
        ("Bank", "banks.index", ("banks",)),
        ("School", "admin.index", ("admin",)),
    ),
}
MAX_UPLOAD = 2 * 1024 * 1024


class Quizapp(Flask):
    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function: none here is asynchronous, and each of ten hooks a request would be asked."""
        return func


def wire(settings: Settings | None) -> Flask:
    """Put the app together."""
    settings = settings or read_settings()
    app = Quizapp(
        "quizapp",
        template_folder=str(paths.templates_dir()),
        static_folder=None,
        instance_path=str(settings.data_dir),
    )
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        HOST=settings.host,
        TIMEZONE=settings.timezone,
        TESTING=settings.testing,
        MAX_CONTENT_LENGTH=MAX_UPLOAD,
        MAX_FORM_MEMORY_SIZE=MAX_UPLOAD,
        SESSION_COOKIE_NAME="quizapp_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a quiz may stay open for hours
        RATELIMIT_ENABLED=not settings.testing,
    )
    app.wsgi_app = Lanes(app, app.wsgi_app)  # type: ignore[method-assign]
    if settings.trusted_proxies:
        # Else everyone would share the proxy's address, and the cookie would not be Secure on TLS.
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    db.init_app(app)
    migrate.init_app(app, db, directory=str(paths.migrations_dir()), render_as_batch=True)
    login_manager.init_app(app)
    login_manager.login_view = "joining.join"
    login_manager.login_message = None
    # It would only mark sessions as not fresh, and digests the address and the browser at each request.
    login_manager.session_protection = None
    login_manager._session_identifier_generator = str
    csrf.init_app(app)
    # Its hooks would look for limits at every request, each answer of a class too. Its decorator
    # checks by itself: a limiter that stands here already puts no hooks in.
    app.extensions["limiter"] = {limiter}
    limiter.init_app(app)
    for part in (transaction, limits, security, errors, filters, addresses):
        part.init_app(app)
    with app.app_context():
        engine: Engine = db.engine
        prepare_engine(engine)
        app.extensions["writer"] = Writer(engine)
        app.extensions["reader"] = Reader(engine)
    app.extensions["moulds"] = Moulds()
    add_panel(class_panel)
    add_panel(cards_panel)
    know_teachers(teachers_of)
    know_figures(question_figures)
    add_chore(flag_poor)
    assignment_changed.connect(move_deadlines)
    assignment_deleted.connect(set_aside)
    accommodation_changed.connect(move_deadlines_of)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.add_url_rule("/", "home", home)
    app.context_processor(frame)
    static_files.init_app(app, paths.static_dir())
    return app


def home() -> Response:
    """Send each person to the page they came for."""
    if not current_user.is_authenticated:
        return redirect(url_for("joining.join"))
    return redirect(url_for(NAVIGATION[current_user.role][0][1]))


def frame() -> dict[str, Any]:
    """Give every page its navigation."""
    if not (current_user and current_user.is_authenticated):
        return {"nav": [], "person": None, "home_url": "/"}
    links = NAVIGATION[current_user.role]
    named = [(endpoint, *others) for _, endpoint, others in links]
    here = request.endpoint if any(request.endpoint in names for names in named) else request.blueprint
    return {
        "nav": [(words, url_for(endpoint), here in (endpoint, *others)) for words, endpoint, others in links],
        "person": current_user.name,
        "home_url": "/",
        "account_url": url_for("accounts.account"),
        "sign_out_url": url_for("accounts.sign_out"),
    }
