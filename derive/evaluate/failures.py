"""Why a term has no value at a point, or a test no answer.

NoValue
├── Undefined         outside the domain: 1/0, log 0, an index out of range
│   └── Diverges      a limit that grows without bound
├── Unknown           this evaluator cannot tell
│   ├── Imprecise     a ball or a truncated series is too coarse: try again, finer
│   └── Unsupported   a form it does not interpret, or a budget that ran out
└── Differs           the sides of a claim are different formal expressions
"""

from derive.errors import DeriveError


class NoValue(DeriveError):
    """A term has no known value at a point; never leaves this room."""


class Undefined(NoValue):
    """The term is outside its domain."""


class Diverges(Undefined):
    """A limit grows without bound."""


class Unknown(NoValue):
    """Whether the term has a value, or which, is not known."""


class Imprecise(Unknown):
    """More bits, or more terms of a series, may decide."""


class Unsupported(Unknown):
    """No precision decides."""


class Differs(NoValue):
    """Two sides are different formal expressions, so they differ at some size."""
