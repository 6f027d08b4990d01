"""Signs of constants such as log 2 - 1/2, by balls that certainly hold their values."""

from __future__ import annotations

from collections.abc import Mapping

from flint import arb, ctx

from derive.engine.ring import Atom, Mono, Poly

PRECISIONS = (64, 256, 1024)


def constant_sign(atoms: Mapping[int, Atom], poly: Poly) -> str:
    """The sign of a polynomial in constants whose ball excludes zero: "+" or "-"; else "?"."""
    if not all(_is_constant(atoms, mono) for mono in poly):
        return "?"
    for precision in PRECISIONS:
        with ctx.workprec(precision):
            value = _value(atoms, poly)
        if value > 0:
            return "+"
        if value < 0:
            return "-"
    return "?"


def _is_constant(atoms: Mapping[int, Atom], mono: Mono) -> bool:
    return all(_closed(atoms, atoms[i]) for i, _ in mono)


def _closed(atoms: Mapping[int, Atom], atom: Atom) -> bool:
    match atom.kind:
        case "number":
            return True
        case "symbol":
            return bool(atom.args[0] == "constant pi")
        case "exp":
            return _is_constant(atoms, atom.args[0])
        case "log" | "den":
            return all(_is_constant(atoms, mono) for mono, _ in atom.args[0])
    return False


def _value(atoms: Mapping[int, Atom], poly: Poly) -> arb:
    total = arb(0)
    for mono, value in poly.items():
        total += arb(value) * _monomial(atoms, mono)
    return total


def _monomial(atoms: Mapping[int, Atom], mono: Mono) -> arb:
    total = arb(1)
    for i, power in mono:
        value = _atom(atoms, atoms[i])
        total *= value**power if isinstance(power, int) else value ** (arb(power.numerator) / power.denominator)
    return total


def _atom(atoms: Mapping[int, Atom], atom: Atom) -> arb:
    match atom.kind:
        case "number":
            return arb(int(atom.args[0]))
        case "symbol":
            return arb.pi()
        case "exp":
            return _monomial(atoms, atom.args[0]).exp()
        case "log":
            return abs(_value(atoms, dict(atom.args[0]))).log()
    return _value(atoms, dict(atom.args[0]))
