"""The pages on which the sample class is taken away."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from quizapp.admin import sample
from quizapp.admin.views import blueprint
from quizapp.web import clock
from quizapp.web.access import admins_only


@blueprint.get("/school/sample/remove")
@admins_only
def confirm_remove_sample() -> str:
    """Name what is lost, before it is."""
    class_ = sample.sample_class()
    if class_ is None:
        raise NotFound
    return render_template("admin/remove_sample.html", class_=class_, lost=sample.counts())


@blueprint.post("/school/sample/remove")
@admins_only
def remove_sample() -> Response:
    """Delete the sample class; a second press changes nothing."""
    if sample.remove_sample(current_user, now=clock.now()):
        flash("The sample class is gone, with its students and their made-up answers.", "done")
    else:
        flash("There is no sample class any more.", "info")
    return redirect(url_for("classes.index"), 303)
