"""Servers under measurement: started, waited for, their processor time read, stopped; each in a process group."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

START_LIMIT = 90.0
STOP_LIMIT = 10.0
TICKS = os.sysconf("SC_CLK_TCK")


class StartError(RuntimeError):
    """A server did not come up."""


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A server on the loopback with all processes that it starts."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        port: int,
        *,
        log: Path,
        env: Mapping[str, str],
        cwd: Path | None = None,
    ) -> None:
        self.name = name
        self.command = list(command)
        self.port = port
        self.log = log
        self.env = {**os.environ, **env}
        self.cwd = cwd
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start and wait until the port answers.

        Raises:
            StartError: it ended, or nothing listens after ``START_LIMIT`` seconds; the message names the log.
        """
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, env=self.env, cwd=self.cwd, stdout=log, stderr=log, start_new_session=True
            )
        limit = time.monotonic() + START_LIMIT
        while not self._listens():
            if self.process.poll() is not None or time.monotonic() > limit:
                self.stop()
                raise StartError(f"{self.name} did not start; see {self.log}")
            time.sleep(0.1)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()

    def stop(self) -> None:
        """End the whole group: politely, then for good."""
        if self.process is None:
            return
        for sign in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, sign)
                self.process.wait(STOP_LIMIT)
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue
        self.process.poll()

    def cpu_seconds(self) -> float:
        """Processor time (user and system) of the server and everything it started, in seconds."""
        if self.process is None:
            return 0.0
        ticks = 0
        for place in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = place.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue  # it ended between the listing and the reading
            if int(fields[3]) == self.process.pid:  # the session
                ticks += int(fields[11]) + int(fields[12])
        return ticks / TICKS

    def _listens(self) -> bool:
        with socket.socket() as probe:
            probe.settimeout(1)
            return probe.connect_ex(("127.0.0.1", self.port)) == 0
