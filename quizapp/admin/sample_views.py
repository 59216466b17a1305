"""The pages on which the sample class is made and taken away."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from quizapp.admin import sample
from quizapp.admin.views import blueprint
from quizapp.web import clock
from quizapp.web.access import admins_only


@blueprint.post("/school/sample")
@admins_only
def make_sample() -> Response:
    """Make the sample class; a second press changes nothing."""
    class_ = sample.make_on_demand(current_user, now=clock.now())
    if class_ is None:
        flash("No bank has an approved question yet: approve one first.", "error")
        return redirect(url_for("admin.index"), 303)
    flash("The sample class is there. Its students, answers and marks are made up.", "done")
    return redirect(url_for("classes.show", class_id=class_.id), 303)


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
