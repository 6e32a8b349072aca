"""Only the clients that are named are collected."""

from __future__ import annotations

import os
from pathlib import Path

_NAMED = {f"test_{name}.py" for name in os.environ.get("ANNOTATOR_CLIENTS", "").split()}
collect_ignore = [path.name for path in Path(__file__).parent.glob("test_*.py") if path.name not in _NAMED]
