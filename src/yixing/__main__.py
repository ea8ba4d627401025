"""``python -m yixing``."""

import sys

from yixing.cli import main

sys.exit(main())
