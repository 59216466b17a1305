"""The app as people run it: `quizapp serve`, a process of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

COMMAND = [sys.executable, "-m", "quizapp.cli", "serve"]
PATIENCE = 30


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """One run of the command, in a process group of its own, as a terminal would give it."""

    def __init__(self, data_dir: Path, *options: str, **settings: str) -> None:
        self.url = f"http://127.0.0.1:{settings['QUIZAPP_PORT']}"
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [*COMMAND, *options],
            env={**os.environ, "QUIZAPP_DATA_DIR": str(data_dir), **settings},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def wait_until_it_answers(self) -> None:
        """Read what it prints at its start into `lines`, and wait for its first answer."""
        assert self.process.stdout
        while (line := self.process.stdout.readline().rstrip()) and line != "Press Ctrl-C to stop.":
            self.lines.append(line)
        until = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < until:
            try:
                urlopen(self.url + "/join", timeout=PATIENCE).close()
                return
            except HTTPError as error:
                error.close()
                return
            except URLError:
                time.sleep(0.05)
        self.process.kill()
        raise AssertionError(f"It never answered: {self.process.communicate()}")

    def status(self, path: str) -> int:
        try:
            with urlopen(self.url + path, timeout=PATIENCE) as response:
                return int(response.status)
        except HTTPError as error:
            error.close()
            return error.code

    def stop(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, str, str]:
        """Send a signal; return the exit code and what was printed since it answered."""
        self.process.send_signal(how)
        out, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, out, err
