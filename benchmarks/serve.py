"""Serve another WSGI application with the server settings of ``yixing serve``.

``python -m benchmarks.serve APP PORT``
"""

import sys

from yixing.operations.web import web_server

if __name__ == "__main__":
    web_server(sys.argv[1], host="127.0.0.1", port=int(sys.argv[2])).serve()
