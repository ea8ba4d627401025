"""Serve the sample pages from a process of their own, on loopback."""

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[3]
CODE = """
import django
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer
class Server(ThreadingMixIn, WSGIServer): daemon_threads = True
class Quiet(WSGIRequestHandler):
    def log_message(self, *_): pass
server = Server(("127.0.0.1", 0), Quiet)
server.set_app(StaticFilesHandler(get_wsgi_application()))
print(f"http://127.0.0.1:{server.server_port}/", flush=True)
server.serve_forever()
"""


@contextmanager
def serving():
    """Yield the address of a running server of the sample pages."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.apps.ui.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    process = subprocess.Popen([sys.executable, "-c", CODE], env=environment, stdout=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", line), "the server of the sample pages did not start"
        yield line
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()
