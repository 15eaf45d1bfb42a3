"""The unit tests of the page's modules, which need Node.js but no server."""

import shutil
import subprocess
from pathlib import Path

import pytest

UNITS = sorted((Path(__file__).parent / "unit").glob("*.test.js"))


@pytest.mark.skipif(shutil.which("node") is None, reason="Node.js is not installed")
def test_the_modules_of_the_page():
    result = subprocess.run(["node", "--test", *UNITS], capture_output=True, text=True, timeout=120, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
