"""Load over kept-alive connections to the loopback: ``wrk`` where it is installed, else a client of our own.

Bounded in connections and time. Pages are fetched with either; posts, whose bodies and answers differ, with ours.
"""

import asyncio
import itertools
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

GRACE = 30.0
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass(slots=True)
class Load:
    """What one stretch of load met: times in milliseconds; ``failures`` are answers with another status, or none."""

    requests: int = 0
    seconds: float = 0.0
    failures: int = 0
    p50: float = 0.0
    p95: float | None = None
    p99: float | None = None
    client: str = ""
    times: list[float] = field(default_factory=list, repr=False)

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds if self.seconds else 0.0


def get_load(port: int, path: str, cookie: str, *, clients: int, seconds: float, since: int | None = None) -> Load:
    """Fetch one page again and again; every answer must be 200.

    With ``since`` each address is a new one: the path, which has a query, with a number counted up from there.
    """
    if shutil.which("wrk") and seconds >= 1:
        return _wrk(port, path, cookie, clients=clients, seconds=round(seconds), since=since)
    paths = itertools.repeat(path) if since is None else (f"{path}&never={number}" for number in itertools.count(since))
    requests = (request_for(port, each, cookie) for each in paths)
    return send_load(port, requests, clients=clients, seconds=seconds, status=200)


_NEVER_ASKED = """local number = {since}
request = function()
  number = number + 1
  return wrk.format("GET", wrk.path .. "&never=" .. number)
end
"""


def _wrk(port: int, path: str, cookie: str, *, clients: int, seconds: int, since: int | None) -> Load:
    given = ["-t1", f"-c{clients}", f"-d{seconds}s", "--latency", "--timeout", "20s", "-H", f"Cookie: {cookie}"]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        if since is not None:
            script.write(_NEVER_ASKED.format(since=since))
            script.flush()
            given += ["-s", script.name]
        told = subprocess.run(
            ["wrk", *given, f"http://127.0.0.1:{port}{path}"],
            check=True,
            capture_output=True,
            text=True,
            timeout=seconds + GRACE,
        ).stdout
    return read_wrk(told)


def read_wrk(told: str) -> Load:
    """The figures in what ``wrk --latency`` prints; the 95th percentile is not among them."""
    count = re.search(r"(\d+) requests in ([\d.]+)(us|ms|s|m)", told)
    if count is None:
        raise ValueError(f"wrk said something else: {told[:200]}")
    failures = sum(int(number) for number in re.findall(r"Non-2xx or 3xx responses: (\d+)", told))
    errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", told)
    failures += sum(map(int, errors.groups())) if errors else 0
    quantile = {
        name: float(value) * _UNITS[unit] for name, value, unit in re.findall(r"(\d+)%\s+([\d.]+)(us|ms|s|m)", told)
    }
    return Load(
        requests=int(count[1]),
        seconds=float(count[2]) * _UNITS[count[3]] / 1000,
        failures=failures,
        p50=quantile["50"],
        p99=quantile["99"],
        client="wrk",
    )


def request_for(port: int, path: str, cookie: str) -> bytes:
    """The bytes of asking for a page."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n".encode()


def post_request(port: int, path: str, cookie: str, body: str) -> bytes:
    """The bytes of a form sent by POST."""
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def send_load(port: int, requests: Iterator[bytes], *, clients: int, seconds: float, status: int) -> Load:
    """Send requests one after another on each of ``clients`` connections until the time is up or they run out."""
    load = Load(client="python")
    begun = time.perf_counter()
    asyncio.run(_Senders(port, requests, begun + seconds, f"HTTP/1.1 {status} ".encode(), load).run(clients))
    load.seconds = time.perf_counter() - begun
    if load.times:
        ordered = sorted(load.times)
        load.p50, load.p95, load.p99 = (ordered[int(len(ordered) * share)] for share in (0.5, 0.95, 0.99))
    return load


@dataclass(frozen=True, slots=True)
class _Senders:
    """Connections that draw from one supply of requests until a moment."""

    port: int
    requests: Iterator[bytes]
    until: float
    wanted: bytes
    load: Load

    async def run(self, clients: int) -> None:
        """All of them at once; an answer that does not come within ``GRACE`` ends it with an error."""
        async with asyncio.timeout(self.until - time.perf_counter() + GRACE):
            await asyncio.gather(*(self._send() for _ in range(clients)))

    async def _send(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            while time.perf_counter() < self.until and (request := next(self.requests, None)) is not None:
                begun = time.perf_counter()
                writer.write(request)
                first = await _answer(reader)
                self.load.times.append((time.perf_counter() - begun) * 1000)
                self.load.requests += 1
                self.load.failures += not first.startswith(self.wanted)
        finally:
            writer.close()
            await writer.wait_closed()


async def _answer(reader: asyncio.StreamReader) -> bytes:
    """Read one answer whole; its status line."""
    head = await reader.readuntil(b"\r\n\r\n")
    lower = head.lower()
    if b"transfer-encoding: chunked" in lower:
        while (size := int((await reader.readline()).split(b";")[0], 16)) > 0:
            await reader.readexactly(size + 2)
        await reader.readline()
    elif (length := re.search(rb"content-length: *(\d+)", lower)) is not None:
        await reader.readexactly(int(length[1]))
    return head[: head.index(b"\r\n")]
