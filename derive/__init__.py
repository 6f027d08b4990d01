"""derive: decide every `=` of a derivation, for every n, under exactly the assumptions stated.

Everything a script needs is here: declarations, lazy constructors under SymPy's names, hypotheses,
derivations, and `decide` for a single claim. Importing this module loads no computer algebra.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from derive.results import Result
    from derive.session import decide
    from derive.terms.build import (
        D,
        Derivative,
        E,
        Integer,
        Integral,
        KroneckerDelta,
        Limit,
        Product,
        Rational,
        Sum,
        cases,
        define,
        delta,
        exp,
        ln,
        log,
        mean,
        number,
        oo,
        pi,
        sqrt,
    )
    from derive.terms.declare import (
        distribution,
        index,
        indices,
        nonnegatives,
        one_hot,
        positive,
        positives,
        real,
        reals,
        size,
        span,
        variable,
    )
    from derive.terms.matrices import (
        diag,
        entrywise,
        grad,
        hadamard,
        hessian,
        identity,
        jacobian,
        matrix,
        norm2,
        ones,
        outer,
        softmax,
        symmetric,
        trace,
        vector,
        zeros,
    )
    from derive.terms.maxima import Abs, Max, Min, relu
    from derive.terms.records import O, derivation, step
    from derive.terms.relations import Eq, Ge, Gt, Le, Lt, Ne, given, zero_log_zero

__version__ = "0.1.0"

__all__ = [
    "Abs",
    "D",
    "Derivative",
    "E",
    "Eq",
    "Ge",
    "Gt",
    "Integer",
    "Integral",
    "KroneckerDelta",
    "Le",
    "Limit",
    "Lt",
    "Max",
    "Min",
    "Ne",
    "O",
    "Product",
    "Rational",
    "Result",
    "Sum",
    "__version__",
    "cases",
    "decide",
    "define",
    "delta",
    "derivation",
    "diag",
    "distribution",
    "entrywise",
    "exp",
    "given",
    "grad",
    "hadamard",
    "hessian",
    "identity",
    "index",
    "indices",
    "jacobian",
    "ln",
    "log",
    "matrix",
    "mean",
    "nonnegatives",
    "norm2",
    "number",
    "one_hot",
    "ones",
    "oo",
    "outer",
    "pi",
    "positive",
    "positives",
    "real",
    "reals",
    "relu",
    "size",
    "softmax",
    "span",
    "sqrt",
    "step",
    "symmetric",
    "trace",
    "variable",
    "vector",
    "zero_log_zero",
    "zeros",
]


HOMES = (
    "derive.terms.build",
    "derive.terms.declare",
    "derive.terms.records",
    "derive.terms.relations",
    "derive.terms.maxima",
    "derive.results",
    "derive.terms.matrices",
    "derive.session",
)
"""Where the names are defined; the later ones are loaded only for a name that no earlier one has."""


def __getattr__(name: str) -> Any:
    """A name is loaded when first asked for: the command line asks for none, and few scripts for all."""
    for home in HOMES if name in __all__ else ():
        found = vars(import_module(home)).get(name)
        if found is not None:
            globals()[name] = found  # as an import at the top would have done
            return found
    raise AttributeError(f"module 'derive' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
