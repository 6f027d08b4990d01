"""The same input gives the same bytes, whatever the hash seed."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
CHOSEN = ["softmax*", "kd_*", "kl_*", "entropy*", "*classes*"]


def results(seed: int) -> bytes:
    command = [sys.executable, "-m", "derive", "check", "--json"]
    for pattern in CHOSEN:
        command += ["--select", pattern]
    environment = os.environ | {"PYTHONHASHSEED": str(seed)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True).stdout


def test_results_are_the_same_bytes_for_ten_hash_seeds():
    first = results(0)
    assert first.count(b'"verdict"') > 100
    assert {results(seed) for seed in range(1, 10)} == {first}
