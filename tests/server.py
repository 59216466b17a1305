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

    def __init__(self, data_dir: Path, *options: str, log: Path | None = None, **settings: str) -> None:
        """Start the command; what it says of errors goes to `log`, or is returned by `stop`."""
        self.url = f"http://127.0.0.1:{settings['QUIZAPP_PORT']}"
        self.lines: list[str] = []
        errors = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND) if log else subprocess.PIPE
        self.process = subprocess.Popen(
            [*COMMAND, *options],
            env={**os.environ, "QUIZAPP_DATA_DIR": str(data_dir), **settings},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,
        )
        if log:
            os.close(errors)

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

    @property
    def worker(self) -> int:
        """Return the process that answers requests: the command's child. Linux alone tells."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return int(children[0]) if children else 0

    def kill_worker(self) -> None:
        """Kill the process that answers, as a computer out of memory does; the command makes another."""
        os.kill(self.worker, signal.SIGKILL)

    def kill(self) -> None:
        """Kill all of it at once, as a battery does that is empty."""
        worker = self.worker
        for pid in (self.process.pid, worker):
            if pid:
                os.kill(pid, signal.SIGKILL)
        self.process.communicate(timeout=PATIENCE)
