"""Let `python -m quizapp.cli` be the command `quizapp`."""

from quizapp.cli import main

main(prog_name="quizapp")
