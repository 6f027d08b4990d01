"""The terms: a small immutable AST in which nothing evaluates by itself.

`0*x - y/y` stays exactly that, so that a step shows what its author wrote and no domain is erased.
Every node knows its free indices and the height of the highest binder inside it. Terms are compared
by structure; names of bound indices do not count. Constructors with checks are in `derive.terms.build`.
"""

from derive.terms.arithmetic import (
    NOTHING,
    Add,
    Constant,
    Div,
    Exp,
    Log,
    Mul,
    Neg,
    Number,
    Pow,
    Scalar,
    Sign,
    Size,
    Term,
    coerce,
)
from derive.terms.extremes import Maximum
from derive.terms.indexed import (
    Binder,
    BinderKind,
    Cases,
    Definition,
    Delta,
    Derivative,
    Entry,
    Family,
    IndexNumber,
    Kind,
    Limit,
    Named,
)

__all__ = [
    "NOTHING",
    "Add",
    "Binder",
    "BinderKind",
    "Cases",
    "Constant",
    "Definition",
    "Delta",
    "Derivative",
    "Div",
    "Entry",
    "Exp",
    "Family",
    "IndexNumber",
    "Kind",
    "Limit",
    "Log",
    "Maximum",
    "Mul",
    "Named",
    "Neg",
    "Number",
    "Pow",
    "Scalar",
    "Sign",
    "Size",
    "Term",
    "coerce",
]
