"""Study without network: what a device keeps, what it sends, and the worker that opens the page."""

from dataclasses import asdict

from flask import abort, current_app, jsonify, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.cards import decks, keeping, queue, receiving, studying
from quizapp.cards.blueprint import Answered, blueprint
from quizapp.cards.days import day_of
from quizapp.extensions import csrf
from quizapp.quizzes.pages import number_of
from quizapp.web import clock
from quizapp.web.access import students_only
from quizapp.web.transaction import read_link, reads_only

SHELL = (
    "css/quizapp.css",
    "img/icons.svg",
    "img/favicon.svg",
    "js/parts.js",
    "js/whose.js",
    "js/study.js",
    "js/kept_cards.js",
    "js/kept_face.js",
    "js/kept_sending.js",
    "js/kept_session.js",
    "js/kept_store.js",
    "js/kept_worker.js",
)
"""The files that the page of studying needs without network."""
SOMEBODY_ELSE = "Somebody else is signed in here. These reviews wait for whoever made them."


@blueprint.get("/cards/kept")
@students_only
def kept() -> Answered:
    """Give the device the cards that it keeps."""
    named = request.args.get("deck", "")
    deck_id = number_of(named) if named else None
    if named and deck_id is None:
        abort(404)
    if deck_id is not None:
        decks.deck_for(current_user, deck_id)
    return jsonify(keeping.kept_for(current_user, deck_id, now=clock.now()))


@blueprint.get("/cards/reviews")
@students_only
def token() -> Answered:
    """Tell a device that has reviews to send who is signed in, the time, and the token to send them with."""
    return jsonify(account=current_user.id, token=csrf.issue(), now=round(clock.now().timestamp() * 1000))


@blueprint.put("/cards/reviews")
@reads_only
@students_only
def receive() -> Answered:
    """Keep the reviews that a device sends, each once; every one is answered for, in order."""
    try:
        account, sent = receiving.read_sending()
    except receiving.TooManyError:
        return _refused(413, message=receiving.TOO_MANY)
    if account != current_user.id:
        return _refused(409, reason="somebody_else", message=SOMEBODY_ELSE)
    now, user_id = clock.now(), current_user.id
    results = [asdict(receiving.receive(current_user, one, now=now)) for one in sent]
    settings = studying.settings_of(user_id)
    left = queue.left_today(read_link(), user_id, day_of(now), now, settings.new_a_day)
    return jsonify(results=results, done=left.done, now=round(clock.now().timestamp() * 1000))


def _refused(status: int, **said: str) -> Response:
    answer = jsonify(status="refused", **said)
    answer.status_code = status
    return answer


@blueprint.get("/cards/offline")
def offline() -> str:
    """Show the page of studying without anybody's card: the device puts in those it keeps."""
    return render_template("cards/offline.html")


@blueprint.get("/cards/worker.js")
def worker() -> Response:
    """Give the browser the worker that opens the page of studying without network.

    It names its files with their version, so it is another one after each change of them.
    """
    files = [url_for("static", filename=name) for name in SHELL]
    facts = current_app.json.dumps({"page": url_for("cards.offline"), "files": files})
    code = url_for("static", filename="js/cards_worker.js")
    answer = Response(f'self.KEPT = {facts};\nimportScripts("{code}");\n', mimetype="text/javascript")
    answer.headers["Service-Worker-Allowed"] = "/cards"
    return answer
