"""Small edits of Python source: what may go wrong in a rule or in its side condition, one at a time."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import derive

ENGINE = Path(derive.__file__).parent / "engine"
APART = frozenset(
    {"__init__", "explain", "repair", "aims", "changes", "computed", "phrase", "slips", "readback", "needs", "weakened"}
)
"""Modules that decide no claim."""

OPPOSITE = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
NEXT = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
TWINS = {"any": "all", "all": "any", "min": "max", "max": "min"}


@dataclass(frozen=True, slots=True, order=True)
class SelfMutant:
    """One edit of one module of the engine: number `number` among its edits."""

    module: str
    number: int
    line: int
    kind: str

    @property
    def place(self) -> str:
        """The place as file:line."""
        return f"derive/engine/{self.module}.py:{self.line}"


def self_mutants() -> list[SelfMutant]:
    """Every edit of every module of the engine that takes part in deciding."""
    found = []
    for path in sorted(ENGINE.glob("*.py")):
        if path.stem not in APART:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found += [SelfMutant(path.stem, at, line, kind) for at, (line, kind, _) in enumerate(_edits(tree))]
    return found


def broken_source(mutant: SelfMutant) -> ast.Module:
    """The syntax tree of the module with the edit made."""
    tree = ast.parse((ENGINE / f"{mutant.module}.py").read_text(encoding="utf-8"))
    for number, (_, _, change) in enumerate(_edits(tree)):
        if number == mutant.number:
            change()
            break
    return ast.fix_missing_locations(tree)


def _edits(tree: ast.Module) -> Iterator[tuple[int, str, Callable[[], None]]]:
    for node in _code(tree):
        for kind, change in _here(node):
            yield getattr(node, "lineno", 0), kind, change


def _code(node: ast.AST) -> Iterator[ast.AST]:
    """Every node that runs: annotations, decorators and default values of records left out."""
    yield node
    skipped = ("annotation", "returns", "decorator_list", "type_params")
    for name, value in ast.iter_fields(node):
        if name in skipped:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _code(child)


def _set(node: ast.AST, name: str, value: object) -> Callable[[], None]:
    return lambda: setattr(node, name, value)


def _here(node: ast.AST) -> Iterator[tuple[str, Callable[[], None]]]:
    match node:
        case ast.Compare(ops=ops):
            yield "comparison negated", _set(node, "ops", [OPPOSITE[type(ops[0])](), *ops[1:]])
            if type(ops[0]) in NEXT:
                yield "bound moved by one", _set(node, "ops", [NEXT[type(ops[0])](), *ops[1:]])
        case ast.Constant(value=bool(value)):
            yield "truth value flipped", _set(node, "value", not value)
        case ast.Constant(value=int(value)):
            yield "constant + 1", _set(node, "value", value + 1)
            yield "constant - 1", _set(node, "value", value - 1)
        case ast.BoolOp(op=op, values=values):
            yield (
                ("and to or", _set(node, "op", ast.Or()))
                if isinstance(op, ast.And)
                else (
                    "or to and",
                    _set(node, "op", ast.And()),
                )
            )
            for place in range(len(values)):
                rest = values[:place] + values[place + 1 :]
                yield "part of a condition dropped", _set(node, "values", rest if len(rest) > 1 else rest * 2)
        case ast.UnaryOp(op=ast.Not()):
            yield "not dropped", _set(node, "operand", ast.UnaryOp(ast.Not(), node.operand))
        case ast.UnaryOp(op=ast.USub()):
            yield "minus dropped", _set(node, "op", ast.UAdd())
        case ast.BinOp(op=ast.Add()):
            yield "plus to minus", _set(node, "op", ast.Sub())
        case ast.BinOp(op=ast.Sub()):
            yield "minus to plus", _set(node, "op", ast.Add())
        case ast.Call(func=ast.Name(id=name)) if name in TWINS:
            yield f"{name} to {TWINS[name]}", _set(node, "func", ast.Name(TWINS[name], ast.Load()))
        case ast.Call(args=[first, second, *rest]) if not isinstance(first, ast.Starred):
            yield "arguments swapped", _set(node, "args", [second, first, *rest])
        case ast.If(body=body):
            if isinstance(body[-1], ast.Return | ast.Raise | ast.Continue):
                yield "early return always", _set(node, "test", ast.Constant(value=True))
            yield "guard dropped", _set(node, "test", ast.Constant(value=False))
        case ast.IfExp(body=one, orelse=other):
            yield "always the first choice", _set(node, "orelse", one)
            yield "always the other choice", _set(node, "body", other)
        case ast.comprehension(ifs=[_, *rest]):
            yield "filter dropped", _set(node, "ifs", rest)
        case ast.Expr(value=ast.Call()):
            yield "call dropped", _set(node, "value", ast.Constant(value=None))
