"""Loaded before anything reads the settings: the tests have a data directory of their own."""

import os
import tempfile
from pathlib import Path

DATA = Path(tempfile.mkdtemp(prefix="yixing-test-"))
(DATA / "log").mkdir()
os.environ["YIXING_DATA_DIR"] = str(DATA)
os.environ.pop("YIXING_SECRET_FILE", None)
os.environ.pop("YIXING_KEY_DIR", None)
