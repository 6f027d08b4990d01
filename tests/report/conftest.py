"""The sample run and its fixtures."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from report_sample import CLAIMS, RUN, TOOL

HERE = Path(__file__).parent


@pytest.fixture
def run():
    """The sample run."""
    return RUN


@pytest.fixture
def ruled(run):
    """The sample run with a ledger of what a document claims."""
    return replace(run, claims=CLAIMS)


@pytest.fixture
def tool():
    """Versions that stay the same."""
    return TOOL


@pytest.fixture
def golden(request):
    """Compare text with a golden file; `DERIVE_GOLDEN=write` rewrites it."""

    def check(name, text):
        path = HERE / "golden" / name
        if os.environ.get("DERIVE_GOLDEN") == "write":
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text.encode())
        assert text == path.read_bytes().decode(), f"{name} changed; look at it, then DERIVE_GOLDEN=write"

    return check
