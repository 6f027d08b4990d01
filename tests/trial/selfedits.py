"""Small edits of Python source: what may go wrong in a rule or in its side condition, one at a time."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import derive

ENGINE = Path(derive.__file__).parent / "engine"
APART = frozenset(
    {
        "__init__",
        "explain",
        "repair",
        "aims",
        "changes",
        "computed",
        "phrase",
        "slips",
        "readback",
        "needs",
        "state",
        "weakened",
    }
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
SYMMETRIC = frozenset({"add", "delta", "gcd", "lcm", "multiply"})
"""Functions of two arguments to which their order is the same."""


Place = tuple[str, int]
"""A module of the engine, and the first line of a statement of it."""

Edit = tuple[int, str, frozenset[int], Callable[[], None]]
"""The line, the kind, the statements one of which runs wherever the edit can show, and the edit itself."""


@dataclass(frozen=True, slots=True, order=True)
class SelfMutant:
    """One edit of one module of the engine: number `number` among its edits. What runs none of `reach` cannot see it."""

    module: str
    number: int
    line: int
    kind: str
    reach: frozenset[Place] = field(default=frozenset(), compare=False, repr=False)

    @property
    def place(self) -> str:
        """The place as file:line."""
        return f"derive/engine/{self.module}.py:{self.line}"


def self_mutants() -> list[SelfMutant]:
    """Every edit of every module of the engine that takes part in deciding."""
    found = []
    for path in sorted(ENGINE.glob("*.py")):
        if path.stem not in APART:
            for number, (line, kind, lines, _) in enumerate(_edits(ast.parse(path.read_text(encoding="utf-8")))):
                reach = frozenset((path.stem, here) for here in lines)
                found.append(SelfMutant(path.stem, number, line, kind, reach))
    return found


def broken_source(mutant: SelfMutant) -> ast.Module:
    """The syntax tree of the module with the edit made."""
    tree = ast.parse((ENGINE / f"{mutant.module}.py").read_text(encoding="utf-8"))
    for number, (*_, change) in enumerate(_edits(tree)):
        if number == mutant.number:
            change()
            break
    return ast.fix_missing_locations(tree)


def _edits(tree: ast.Module) -> Iterator[Edit]:
    everywhere = frozenset(node.lineno for node in ast.walk(tree) if isinstance(node, ast.stmt))
    for node, lines in _code(tree, everywhere):
        for kind, change in _here(node):
            yield _line(node), kind, lines, change


def _line(node: ast.AST) -> int:
    return node.iter.lineno if isinstance(node, ast.comprehension) else getattr(node, "lineno", 0)


def _code(node: ast.AST, lines: frozenset[int]) -> Iterator[tuple[ast.AST, frozenset[int]]]:
    """Every node that runs, annotations and decorators left out, with the statement that it is part of."""
    yield node, lines
    skipped = ("annotation", "returns", "decorator_list", "type_params")
    for name, value in ast.iter_fields(node):
        if name in skipped:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _code(child, _statement(child, node, lines))


def _statement(child: ast.AST, parent: ast.AST, lines: frozenset[int]) -> frozenset[int]:
    """A constant outside all functions shows wherever its module runs, a default where its function does."""
    match parent, child:
        case ast.Module() | ast.ClassDef(), _:
            return lines
        case ast.FunctionDef(), ast.arguments():
            return frozenset({parent.body[0].lineno})
        case _, ast.stmt():
            return frozenset({child.lineno})
    return lines


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
        case ast.Call(args=[_, _], func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in SYMMETRIC:
            return
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
