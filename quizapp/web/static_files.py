"""The static files: long kept by browsers, under addresses that change with any of them."""

import re
from mimetypes import guess_type
from pathlib import Path

from flask import Flask, Response, abort, request

IMPORT = re.compile(r'^@import url\("([^"]+)"\)\s*([^;]*);\n?', re.MULTILINE)
WHOLE = "css/quizapp.css"
KEPT_FOR = 365 * 24 * 3600
"""Seconds."""


def init_app(app: Flask, folder: Path) -> None:
    """Serve the files of the folder as `static`, from memory, the stylesheet as one file.

    The version stands in the path, so that what a module or a stylesheet names beside itself has it
    too. Any version is answered: a page from before an update still gets its files.
    """
    files = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()}
    newest = max((file.stat().st_mtime_ns for file in files.values()), default=0)
    held = {name: file.read_bytes() for name, file in files.items()}
    held[WHOLE] = whole_stylesheet(files[WHOLE]).encode()
    version = f"{newest // 1_000_000:x}"

    @app.get("/static/<version>/<path:filename>", endpoint="static")
    def static(version: str, filename: str) -> Response:
        if filename not in held:
            abort(404)
        answer = Response(held[filename], mimetype=guess_type(filename)[0])
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
