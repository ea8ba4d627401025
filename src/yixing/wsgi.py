"""WSGI entry for granian."""

import gc
import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yixing.settings")
application = get_wsgi_application()
# What is loaded by now stays; a request makes many short-lived objects and hardly a cycle.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
# Who writes holds the turn of all writers (``ledger.sqlite``) and gives the interpreter away with every statement: he
# must not wait for five milliseconds, which is Python's own measure, until another thread gives it back.
sys.setswitchinterval(0.0005)
