"""The web server as the product sets it; needs no database, so that others can be measured on the same one."""

import os
from typing import Protocol, cast

from granian import Granian
from granian.constants import Interfaces


class WebServer(Protocol):
    """A server that has its settings and is not started yet."""

    def serve(self) -> None:
        """Serve until stopped."""


def web_server(application: str, *, host: str, port: int) -> WebServer:
    """A server for a WSGI application, not yet started.

    Args:
        application: module and name, ``yixing.wsgi:application``.
        host: address to listen on.
        port: port to listen on.
    """
    server = Granian(
        application,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=min(2, os.cpu_count() or 1),
        blocking_threads=4,
        log_enabled=False,
    )
    return cast("WebServer", server)
