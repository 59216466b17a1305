"""What a request costs without this app: one Flask route on the server that `quizapp serve` uses."""

import sys

from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from quizapp.cli.serve import BLOCKING_THREADS

app = Flask("bare")


@app.get("/")
def bare() -> str:
    return "ok"


if __name__ == "__main__":
    Granian(
        "tests.benchmarks.bare:app",
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=BLOCKING_THREADS,
        log_level=LogLevels.error,
    ).serve()
