"""The static files: long kept by browsers, under addresses that change with any of them."""

import re
from pathlib import Path

from flask import Flask, Response, request, send_from_directory

IMPORT = re.compile(r'^@import url\("([^"]+)"\)\s*([^;]*);\n?', re.MULTILINE)
KEPT_FOR = 365 * 24 * 3600
"""Seconds."""


def init_app(app: Flask, folder: Path) -> None:
    """Serve the folder as `static`, its stylesheet as one file.

    The version stands in the path, so that what a module or a stylesheet names beside itself has it
    too. Any version is answered: a page from before an update still gets its files.
    """
    newest = max((file.stat().st_mtime_ns for file in folder.rglob("*")), default=0)
    version = f"{newest // 1_000_000:x}"
    styles = whole_stylesheet(folder / "css" / "quizapp.css")

    @app.get("/static/<version>/<path:filename>", endpoint="static")
    def static(version: str, filename: str) -> Response:
        if filename != "css/quizapp.css":
            return send_from_directory(folder, filename, max_age=KEPT_FOR)
        answer = Response(styles, mimetype="text/css")
        answer.cache_control.public = True
        answer.cache_control.max_age = KEPT_FOR
        answer.add_etag()
        answer.make_conditional(request)
        return answer

    @app.url_defaults
    def add_version(endpoint: str, values: dict[str, object]) -> None:
        if endpoint == "static":
            values.setdefault("version", version)


def whole_stylesheet(file: Path) -> str:
    """Return a stylesheet with the files that it imports in place of their names."""

    def whole(found: re.Match[str]) -> str:
        name, media = found.groups()
        text = (file.parent / name).read_text(encoding="utf-8")
        return f"@media {media} {{\n{text}}}\n" if media else text

    return IMPORT.sub(whole, file.read_text(encoding="utf-8"))
