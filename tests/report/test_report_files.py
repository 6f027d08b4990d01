"""Files are written whole or not at all; the report is the same for any hash seed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from derive.errors import UsageError
from derive.report import files, tex  # noqa: F401 - what is interrupted
from derive.report.files import write_atomic
from derive.report.outputs import Output, Style, read_outputs, write_report

RENDER = """
import sys; sys.path.insert(0, sys.argv[1])
from dataclasses import replace
from report_sample import CLAIMS, RUN, TOOL
RULED = replace(RUN, claims=CLAIMS)
from derive.report import html, jsonout, tex, text
sys.stdout.reconfigure(encoding="utf-8")
for out in (html.render(RUN, tool=TOOL), tex.render(RUN, tool=TOOL), jsonout.render(RUN, tool=TOOL), text.render(RUN), html.render(RULED, tool=TOOL), tex.render(RULED, tool=TOOL), jsonout.render(RULED, tool=TOOL)): print(out)
"""


def test_replaces_in_one_move(tmp_path):
    path = tmp_path / "new" / "x.txt"
    write_atomic(path, "one é\n")
    path.chmod(0o640)
    write_atomic(path, "two\n")
    assert path.read_bytes() == b"two\n"
    assert path.stat().st_mode & 0o777 == 0o640
    assert [item.name for item in path.parent.iterdir()] == ["x.txt"]


def test_a_folder_in_the_way_is_said(tmp_path):
    (tmp_path / "x").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        write_atomic(tmp_path / "x" / "y", "")
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError, match="cannot be written"):
        write_atomic(tmp_path / "folder", "")


def test_outputs():
    assert read_outputs([]) == (Output("text"),)
    assert read_outputs(["json=-"]) == (Output("json"),)
    assert read_outputs(["json=a.json"]) == (Output("text"), Output("json", Path("a.json")))
    assert read_outputs(["text=a=b", "json"]) == (Output("text", Path("a=b")), Output("json"))
    assert read_outputs(["json", "json=-"]) == (Output("json"),)
    for wrong in (["junit"], ["json="], ["json", "text"], ["json=x", "text=x"]):
        with pytest.raises(UsageError):
            read_outputs(wrong)


def test_same_bytes_for_any_hash_seed():
    def rendered(seed):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", RENDER, str(Path(__file__).parent)]
        return subprocess.run(command, env=environment, capture_output=True, check=True, timeout=60).stdout

    assert rendered("0") == rendered("1") == rendered("12345")


@pytest.mark.parametrize("broken", ["tex.render", "files.os.replace"])
def test_an_interrupted_report_leaves_the_old_one(run, tmp_path, monkeypatch, broken):
    """Ctrl-C while it is rendered, or while a file is put in its place: the old files stand, and nothing else."""

    def interrupt(*_, **__):
        raise KeyboardInterrupt

    old = {name: f"old {name}" for name in ("report.html", "report.json", "report.tex")}
    for name, text in old.items():
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(f"derive.report.{broken}", interrupt)
    with pytest.raises(KeyboardInterrupt):
        list(write_report(run, tmp_path, Style()))
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == old
