"""Show every part and frame with made-up data, to develop the look against: python tests/look/gallery.py."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from flask import Flask, abort, flash, render_template, request
from flask_wtf import CSRFProtect, FlaskForm
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    FieldList,
    FileField,
    Form,
    FormField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    widgets,
)
from wtforms.validators import InputRequired, Length

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FRAMES = {"student": ("To do", "Done", "Cards"), "admin": ("Bank", "Readings", "People", "School")}
TEACHER = ("Classes", "Quizzes", "Readings", "Bank")

TREASURY = (
    "The Treasury’s list was longer than the indictment’s. It named two companies and four people for sanctions, "
    "and tied all six to the IRGC’s cyber work."
)
DEAL = (
    "Under Trump, the U.S. left the 2015 nuclear deal (the JCPOA) and began what was called maximum pressure. Under "
    "Biden, the explainer says, there was interest in bringing the deal back, on one condition: that Iran do its part."
)
BIRDS = (
    "Grey Wren",
    "Red Kite",
    "Little Tern",
    "Snow Bunting",
    "Green Sandpiper",
    "Brown Dipper",
    "and 3 more",
)
SAMPLE: dict[str, Any] = {
    "passages": [
        ("3.3", "The JCPOA, left and discussed", 0.41, "questions 9 and 10", DEAL, "by 11 of 22", BIRDS),
        ("2.2", "Treasury", 0.45, "question 5", TREASURY, "by 9 of 22", BIRDS),
    ],
    "laid": [
        (
            "1.1",
            0.68,
            "In the months before the vote, Iran was accused of using cyberattacks to sway it.",
            "Q1",
        ),
        (
            "1.2",
            0.82,
            "The accusation has two halves: e-mail was broken into, and what was taken was passed on.",
            "Q2",
        ),
        ("2.2", 0.45, TREASURY, "Q5. Nine chose three people: the indictment’s number."),
        (
            "3.1",
            0.91,
            "The explainer sets this in a quarrel that goes back to Iran’s revolution of 1979.",
            "Q7",
        ),
        ("3.3", 0.41, DEAL, "Q9, Q10. Eleven believe the U.S. rejoined the deal."),
        (
            "4.3",
            None,
            "It expects that these fears could lead the government to protect elections better.",
            "No question.",
        ),
    ],
    "grid": [
        (
            name,
            [
                ("right", "wrong", "right", "partly", "right", "blank")[(row * 5 + q * 7) % 6]
                for q in range(12)
            ],
        )
        for row, name in enumerate(
            ("Brown Dipper", "Garden Robin", "Spotted Crake", "White Stork", "Swift Plover")
        )
    ],
    "items": [
        {"number": n, "url": "#", "state": "done" if n < 7 else "blank", "flagged": n == 3, "current": n == 5}
        for n in range(1, 13)
    ],
    "marked_items": [
        {
            "number": n,
            "url": "#",
            "state": ("right", "wrong", "right", "partly", "blank")[n % 5],
            "current": n == 6,
        }
        for n in range(1, 13)
    ],
    "done": 5,
    "total": 12,
}


class Choice(Form):
    text = StringField("Choice")
    why = StringField("Why it tempts, or why it is right")


class Settings(FlaskForm):
    title = StringField("Title", [InputRequired("Give the quiz a title.")], description="Students see this.")
    intro = TextAreaField("Words before the quiz", description="Markdown. Shown on the first page.")
    points = IntegerField("Points", [InputRequired("Write a number, such as 3.")])
    reading = SelectField(
        "Reading", choices=[("a", "Iran and the 2024 vote"), ("b", "What the commentary predicts")]
    )
    opens = DateTimeLocalField("Opens", description="Your school's time, Europe/Paris.")
    closes = DateTimeLocalField("Closes", [InputRequired("Say when the quiz closes.")])
    shuffle = BooleanField("Shuffle the questions", description="Each student gets an order of their own.")
    review = RadioField(
        "When may students look at their answers?",
        [InputRequired("Choose one.")],
        choices=[
            ("now", "As soon as they hand in"),
            ("closed", "When the quiz has closed"),
            ("never", "Not at all"),
        ],
    )
    passages = SelectMultipleField(
        "Passages",
        choices=[("1.1", "¶ 1.1 What is alleged"), ("2.2", "¶ 2.2 Treasury"), ("3.3", "¶ 3.3 The JCPOA")],
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )
    accepted = FieldList(
        StringField("Answer", [Length(max=10, message="Use ten letters or fewer.")]), min_entries=2
    )
    choices = FieldList(FormField(Choice), min_entries=2)
    bank = FileField("Bank file", description="YAML, GIFT, Aiken, Moodle XML or QTI. Up to 5 MB.")


class Join(FlaskForm):
    code = StringField("Class code")
    name = StringField("Name on the card")
    pin = PasswordField(
        "PIN",
        description="First time: the six figures on the card. Lost it? Your teacher can give you a new one.",
    )


def filled_settings(bad: bool) -> Settings:
    """Return the form as it first appears, or as it comes back with errors."""
    given: dict[str, Any] = {
        "title": "" if bad else "Reading check: Iran and the 2024 vote",
        "accepted": ["CISA", "the cybersecurity agency" if bad else "cisa.gov"],
        "choices": [
            {"text": "Three people", "why": "The number in the indictment."},
            {"text": "Two companies"},
        ],
        "review": None if bad else "closed",
    }
    form = Settings(data=given, meta={"csrf": False})
    if bad:
        form.validate()
    return form


def create_gallery() -> Flask:
    """Return the gallery as an app that serves the real templates and static files."""
    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config["TEMPLATES_AUTO_RELOAD"] = True
    app.config["SECRET_KEY"] = "gallery-only"
    CSRFProtect(app)
    app.jinja_loader.searchpath.append(str(HERE / "pages"))  # type: ignore[union-attr]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    @app.context_processor
    def frame() -> dict[str, Any]:
        role = request.args.get("role", "teacher")
        labels = FRAMES.get(role, TEACHER)
        return {
            "nav": [(label, "#", place == 0) for place, label in enumerate(labels)],
            "person": "Grey Wren" if role == "student" else "Ms Okafor",
            "home_url": "/",
            "account_url": "#account",
            "sign_out_url": "/sign-out",
            "theme": request.args.get("theme"),
            "icons": re.findall(r'id="i-([^"]+)"', (ROOT / "static/img/icons.svg").read_text()),
        }

    @app.after_request
    def strict(response: Any) -> Any:
        response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        return response

    @app.get("/")
    def index() -> str:
        pages = sorted(path.stem for path in (HERE / "pages").glob("*.html"))
        return render_template("index.html", pages=pages)

    @app.get("/errors/<name>")
    def error(name: str) -> str:
        return render_template(f"errors/{name}.html", limit="5 MB")

    @app.get("/<name>")
    def page(name: str) -> str:
        if not (HERE / "pages" / f"{name}.html").is_file():
            abort(404)
        if name == "class":
            flash("24 students added.", "done")
            flash({"text": "“Words to know” copied to your quizzes.", "url": "/undo"}, "undo")
        if name == "parts":
            flash("Two rows were left out. The list is below.", "warning")
            flash("The file could not be read.", "error")
        return render_template(
            f"{name}.html", page=name, form=filled_settings("bad" in request.args), join=Join(), **SAMPLE
        )

    return app


if __name__ == "__main__":
    create_gallery().run(port=5057, debug=False)
