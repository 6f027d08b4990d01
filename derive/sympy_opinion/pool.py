"""Processes that run steps of scripts: plain subprocesses, each ended when a step takes too long."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

from derive.sympy_opinion.cache import Answer

WORKER = Path(__file__).with_name("worker.py")
"""What each process runs."""


@dataclass(frozen=True, slots=True)
class Task:
    """A script's file and the names of the steps to run."""

    script: Path
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """The answers to a task's steps; `complete` unless a time limit or a dead process cut one short."""

    answers: tuple[Answer, ...]
    complete: bool


class Worker:
    """One process, started when it is first asked and again after it had to be ended."""

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self._process: subprocess.Popen[str] | None = None
        self._lines: Queue[str] = Queue()

    def ask(self, script: Path, step: str) -> Answer | None:
        """The answer to one step; None where the process died. Raises TimeoutError after the limit."""
        process = self._process or self._started()
        if process.stdin is None:
            return None
        try:
            process.stdin.write(json.dumps({"script": str(script), "step": step}) + "\n")
            process.stdin.flush()
            line = self._lines.get(timeout=self.limit)
        except OSError:
            line = ""
        except Empty:
            self.end()
            raise TimeoutError from None
        if not line:
            self.end()
            return None
        answer = json.loads(line)
        return answer["status"], answer["detail"]

    def end(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    stream.close()
        self._process = None

    def _started(self) -> subprocess.Popen[str]:
        # A fixed hash seed: SymPy's way through an expression can depend on the order of its sets.
        environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"}
        self._process = subprocess.Popen(  # noqa: S603 (this interpreter, our own file)
            [sys.executable, "-P", str(WORKER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env=environment,
        )
        self._lines = Queue()
        Thread(target=_read, args=(self._process, self._lines), daemon=True).start()
        return self._process


def run_all(tasks: Sequence[Task], *, jobs: int, limit: float) -> tuple[Done, ...]:
    """Run every task, `jobs` at a time and the longest scripts first; the answers come in the order of the tasks."""
    order = sorted(range(len(tasks)), key=lambda place: -tasks[place].script.stat().st_size)
    waiting: Queue[int] = Queue()
    for place in order:
        waiting.put(place)
    done: dict[int, Done] = {}
    workers = [Worker(limit) for _ in range(max(1, min(jobs, len(tasks))))]

    def serve(worker: Worker) -> None:
        while True:
            try:
                place = waiting.get_nowait()
            except Empty:
                return
            done[place] = run_task(tasks[place], worker)

    try:
        with ThreadPoolExecutor(len(workers)) as threads:
            for future in [threads.submit(serve, worker) for worker in workers]:
                future.result()
    except BaseException:
        while not waiting.empty():
            waiting.get_nowait()
        raise
    finally:
        for worker in workers:
            worker.end()
    return tuple(done[place] for place in range(len(tasks)))


def run_task(task: Task, worker: Worker) -> Done:
    """The answers to one task's steps."""
    answers: list[Answer] = []
    complete = True
    for step in task.steps:
        try:
            answer = worker.ask(task.script, step)
        except TimeoutError:
            answer, complete = ("cannot", f"SymPy takes more than {worker.limit:g} s"), False
        if answer is None:
            answer, complete = ("cannot", "the process that ran SymPy ended before it answered"), False
        answers.append(answer)
    return Done(tuple(answers), complete)


def _read(process: subprocess.Popen[str], lines: Queue[str]) -> None:
    """Hand on what a process writes; an empty line says that it has ended."""
    try:
        if process.stdout is not None:
            for line in process.stdout:
                lines.put(line)
    except ValueError:  # closed from the other side
        pass
    lines.put("")
