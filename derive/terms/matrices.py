"""Vectors and matrices as an author writes them: declared, made from one another, and differentiated.

    W = matrix("W", m, n); x = vector("x", m); b = vector("b", n)
    W.T @ x + b        x @ y        outer(s, s)        diag(s)        trace(A @ B)        grad(x.T @ A @ x, x)

Vectors stand upright: `x.T` is a row, `x @ y` the dot product. Shapes are checked as they are written.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from derive.errors import TermError
from derive.terms.arrays import ATOM, BOUND, PLACES, POWER, PRODUCT, Array, Notation, array_of, slot
from derive.terms.build import Derivative, bind, delta, exp
from derive.terms.declare import reals
from derive.terms.indices import Index, Range
from derive.terms.labels import label_for
from derive.terms.latex import latex, name_latex, positions_latex
from derive.terms.nodes import BinderKind, Family, Number, coerce
from derive.terms.ranges import domain_of
from derive.terms.traverse import substitute


def vector(name: str | Family, length: Any = None) -> Array:
    """A vector of reals, or the vector of a family: `vector(distribution("p", n))`."""
    return _declared(name, () if length is None else (length,), 1, "vector('x', n)")


def matrix(name: str | Family, rows: Any = None, columns: Any = None) -> Array:
    """A matrix of reals, or the matrix of a family with two axes."""
    return _declared(name, tuple(axis for axis in (rows, columns) if axis is not None), 2, "matrix('A', m, n)")


def symmetric(name: str, size: Any) -> Array:
    """A symmetric matrix: the symmetric part of any matrix of reals, which is called `name_free`."""
    free = matrix(reals(f"{name}_free", size, size))
    return ((free + free.T) / 2).named(name)


def _declared(name: str | Family, sizes: tuple[Any, ...], rank: int, example: str) -> Array:
    if len(name.axes if isinstance(name, Family) else sizes) != rank or (isinstance(name, Family) and sizes):
        raise TermError(f"write {example}, or give a declared family with {rank} {'axis' if rank == 1 else 'axes'}")
    family = name if isinstance(name, Family) else reals(name, *sizes)
    axes = _ranges(family.axes)
    entry = family[tuple(slot(place, axis) for place, axis in enumerate(axes))]
    return Array(axes, entry, Notation(name_latex(family.name)))


def entrywise(term: object, *indices: Any) -> Array:
    """The vector whose entry i is `term`, or with two indices the matrix: `entrywise(exp(A[i, j]), i, j)`."""
    body = coerce(term)
    if len(indices) not in (1, 2) or not all(isinstance(index, Index) for index in indices) or _repeats(indices):
        raise TermError("entrywise takes a term and one index or two different ones: entrywise(exp(A[i, j]), i, j)")
    axes = _ranges(index.domain for index in indices)
    slots = tuple(slot(place, axis) for place, axis in enumerate(axes))
    text = rf"\left[{latex(body)}\right]_{{{positions_latex(indices)}}}"
    return Array(axes, substitute(body, dict(zip(indices, slots, strict=True))), Notation(text, POWER))


def identity(size: Any) -> Array:
    """The identity matrix."""
    (axis,) = _ranges((domain_of(size, "the size of the identity"),))
    return Array((axis, axis), delta(slot(0, axis), slot(1, axis)), Notation("I"))


def ones(*sizes: Any) -> Array:
    """The vector of ones, or the matrix: `ones(n)`, `ones(m, n)`."""
    return _filled(1, sizes, "ones")


def zeros(*sizes: Any) -> Array:
    """The zero vector, or the zero matrix."""
    return _filled(0, sizes, "zeros")


def _filled(value: int, sizes: tuple[Any, ...], name: str) -> Array:
    if len(sizes) not in (1, 2):
        raise TermError(f"{name} takes one size or two: {name}(n), {name}(m, n)")
    axes = _ranges(domain_of(size, f"a size of {name}") for size in sizes)
    return Array(axes, Number(Fraction(value)), Notation(rf"\mathbf{{{value}}}"))


def outer(left: Any, right: Any) -> Array:
    """The matrix of all products x_i y_j."""
    return _vector(left, "outer") @ _vector(right, "outer").T


def diag(values: Any) -> Array:
    """The matrix with the entries of a vector on its diagonal."""
    x = _vector(values, "diag")
    (axis,) = x.axes
    return Array((axis, axis), delta(slot(0, axis), slot(1, axis)) * x.entry, _named("diag", x))


def trace(square: Any) -> Array:
    """The sum of the diagonal of a square matrix."""
    A = array_of(square)
    if len(A.axes) != 2 or A.axes[0] != A.axes[1]:
        raise TermError(f"the trace is of a square matrix; {A.notation.plain} is {A.shape}")
    k = _bound(A)
    return Array((), bind(BinderKind.SUM, A.at(k, k), k, (), None), _named("tr", A))


def hadamard(left: Any, right: Any) -> Array:
    """The product of two vectors or matrices entry by entry."""
    a, b = array_of(left), array_of(right)
    if not a.same_shape(b):
        raise TermError(
            f"{a.notation.plain} is {a.shape} and {b.notation.plain} is {b.shape}; their entries cannot be multiplied"
        )
    text = rf"{a.notation.within(POWER)} \odot {b.notation.within(POWER)}"
    return Array(a.axes, a.entry * b.entry, Notation(text, PRODUCT), a.is_row)


def norm2(values: Any) -> Array:
    """The squared length of a vector, x @ x."""
    x = _vector(values, "norm2")
    return Array((), (x @ x).entry, Notation(rf"\lVert {x.notation.text} \rVert^{{2}}", POWER))


def softmax(scores: Any) -> Array:
    """The vector exp(z_i) / Σ_k exp(z_k)."""
    z = _vector(scores, "softmax")
    k = _bound(z)
    total = bind(BinderKind.SUM, exp(z.at(k)), k, (), None)
    return Array(z.axes, exp(z.entry) / total, _named("softmax", z))


def grad(number: Any, along: Any) -> Array:
    """The derivatives of a number along the entries of a declared vector or matrix, in its shape."""
    f, x = array_of(number), array_of(along)
    if f.axes:
        raise TermError(f"grad is of a number; {f.notation.plain} is {f.shape}: write jacobian(v, x)")
    if not x.axes or x.is_row:
        raise TermError(f"grad is along a vector or a matrix; {x.notation.plain} is {x.shape}")
    text = rf"\nabla_{{{x.notation.text}}} {f.notation.within(POWER)}"
    return Array(x.axes, Derivative(f.entry, x.entry), Notation(text, PRODUCT))


def jacobian(values: Any, along: Any) -> Array:
    """The matrix ∂v_i/∂x_j of a vector along the entries of a declared vector."""
    v, x = _vector(values, "jacobian"), _vector(along, "jacobian")
    (rows,), (columns,) = v.axes, x.axes
    text = rf"\frac{{\partial {v.notation.within(POWER)}}}{{\partial {x.notation.within(ATOM)}}}"
    return Array((rows, columns), Derivative(v.entry, x.at(slot(1, columns))), Notation(text, POWER))


def hessian(number: Any, along: Any) -> Array:
    """The matrix ∂²f/∂x_i ∂x_j of a number along the entries of a declared vector."""
    f, x = array_of(number), _vector(along, "hessian")
    if f.axes:
        raise TermError(f"the hessian is of a number; {f.notation.plain} is {f.shape}")
    (axis,) = x.axes
    text = rf"\nabla_{{{x.notation.text}}}^{{2}} {f.notation.within(POWER)}"
    return Array((axis, axis), Derivative(f.entry, x.entry, x.at(slot(1, axis))), Notation(text, PRODUCT))


def _vector(value: Any, who: str) -> Array:
    x = array_of(value)
    if len(x.axes) != 1 or x.is_row:
        raise TermError(f"{who} takes a vector; {x.notation.plain} is {x.shape}")
    return x


def _named(operator: str, arg: Array) -> Notation:
    return Notation(rf"\operatorname{{{operator}}}\left({arg.notation.text}\right)", POWER)


def _bound(arg: Array) -> Index:
    """An index to sum over one axis of `arg`."""
    return Index("·k", arg.axes[0], label_for((arg.entry,), BOUND, PLACES))


def _ranges(domains: Any) -> tuple[Range, ...]:
    found = tuple(domains)
    if not all(isinstance(domain, Range) for domain in found):
        raise TermError("the axes of vectors and matrices are sizes, ints or spans")
    return found


def _repeats(indices: tuple[Any, ...]) -> bool:
    return len(set(indices)) < len(indices)
