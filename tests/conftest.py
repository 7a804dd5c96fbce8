"""Prefect's home is a folder of the test run's own, and nothing of it reaches the terminal or the network."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

# Before anything imports Prefect, which reads its settings once; children inherit it.
if "KHABARREL_TESTS_HOME" not in os.environ:
    home = tempfile.mkdtemp(prefix="khabarrel-tests-")
    os.environ["KHABARREL_TESTS_HOME"] = os.environ["PREFECT_HOME"] = home
    atexit.register(shutil.rmtree, home, ignore_errors=True)
for name in ("PREFECT_API_URL", "PREFECT_PROFILE", "KHABARREL_WAREHOUSE"):
    os.environ.pop(name, None)
os.environ["PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL"] = "CRITICAL"
os.environ["PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW"] = "ignore"


@pytest.fixture(scope="session")
def newest_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter of its own with DuckDB 2.0.0, from the package registry that pip is set up for."""
    folder = tmp_path_factory.mktemp("duckdb2") / "venv"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "duckdb==2.0.0"], check=True)
    return python
