"""Terms to normal form, collecting what must hold for the terms to be defined."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from flint import fmpq

from derive.engine.binders import BinderForms
from derive.engine.obligations import Need, Obligation, ObligationKey, Setting
from derive.engine.places import MAX_FIXED
from derive.engine.rewriting import Kernel
from derive.engine.ring import ONE, UNIT, Poly, Undefined, Unsupported, exponent, items
from derive.engine.series import Expansion, NeedsPrecision
from derive.engine.written import sign_as_written
from derive.errors import InternalError
from derive.terms.indices import Continuum, Index, Range
from derive.terms.nodes import (
    Add,
    Binder,
    Cases,
    Constant,
    Delta,
    Derivative,
    Div,
    Entry,
    Exp,
    IndexNumber,
    Limit,
    Log,
    Maximum,
    Mul,
    Named,
    Neg,
    Number,
    Pow,
    Scalar,
    Size,
    Term,
)
from derive.terms.ranges import Inside, inside
from derive.terms.traverse import unfold

PRECISIONS = (1, 2, 3, 4, 5, 6, 8, 10)


class Normaliser(BinderForms):
    """Converts terms with one kernel; what the terms need to be defined is collected in `obligations`.

    `leading` collects the coefficients that limits divide by.
    """

    def __init__(self, kernel: Kernel, floors: Mapping[str, int], fixed: Mapping[str, int]) -> None:
        super().__init__(kernel, floors, fixed)
        self.obligations: dict[ObligationKey, Obligation] = {}
        self.leading: list[Poly] = []
        self._limits: list[str] = []
        self._bound_scalars: dict[Scalar, str] = {}
        self._memo: dict[tuple[Term, Setting], Poly] = {}

    def start_claim(self) -> None:
        """Forget which terms were met while hypotheses were read: what the claim needs is collected afresh.

        A hypothesis that holds is defined, but for what stands in a part of it that may be empty.
        """
        self._memo.clear()
        self.range_needs.clear()
        self.obligations = {key: need for key, need in self.obligations.items() if not need.certain}

    def convert(self, term: Term, env: Mapping[Index, str] | None = None) -> Poly:
        """The normal form of `term`. Raises Unsupported and Undefined."""
        env = env or {}
        if isinstance(term, Number | Scalar | Size | Entry | Constant | Delta | IndexNumber):
            return self._convert(term, env)
        if env and not term.free.isdisjoint(env):
            return self._convert(term, env)
        key = (term, (tuple(self._limits), tuple(self._along), tuple(self._apart), self.certain))
        known = self._memo.get(key)
        if known is None:
            known = self._memo[key] = self._convert(term, env)
        return known

    def _convert(self, term: Term, env: Mapping[Index, str]) -> Poly:
        kernel = self.kernel
        match term:
            case Number(value):
                return kernel.constant(fmpq(value.numerator, value.denominator))
            case Constant(name):
                kernel.positive.add(f"constant {name}")
                return kernel.symbol(f"constant {name}")
            case Scalar():
                return kernel.symbol(self._scalar(term))
            case Size(name):
                self.sizes[name] = term
                known = self.fixed.get(name)
                return kernel.size(name) if known is None else kernel.constant(known)
            case Entry():
                return self._entry(term, env)
            case Add(args):
                total: Poly = {}
                for arg in args:
                    kernel.add_into(total, self.convert(arg, env))
                return total
            case Neg(arg):
                return kernel.scale(self.convert(arg, env), fmpq(-1))
            case Mul(args):
                return self._product(args, env)
            case Div(numerator, denominator):
                below = self.convert(denominator, env)
                self._oblige(denominator, Need.NONZERO, below)
                return kernel.multiply(self.convert(numerator, env), kernel.power(below, -1))
            case Pow(base, exponent_term):
                return self._power(base, exponent_term, env)
            case Exp(arg):
                return kernel.exp(self.convert(arg, env))
            case Log():
                return self._log(term, env)
            case Binder():
                return self._binder(term, env)
            case Derivative(body, wrt):
                return self._derivative(body, wrt, env)
            case Limit(body, variable):
                return self.limit(body, variable, env)
            case Delta() | Cases() | IndexNumber():
                return self.on_indices(term, env)
            case Maximum(args):
                return self._maximum(args, env)
            case Named():
                return self._unfolded(term, env)
        raise InternalError(f"unknown term {type(term).__name__}")

    def _unfolded(self, term: Named, env: Mapping[Index, str]) -> Poly:
        return self.convert(unfold(term), env)

    def _oblige(self, term: Term, need: Need, poly: Poly) -> None:
        limit = self._limits[-1] if self._limits else None
        if not poly and need is not Need.NONNEGATIVE:
            raise Undefined("division by zero" if need is Need.NONZERO else "a logarithm or power of zero")
        if self.kernel.sign(poly) == "?":
            sign = sign_as_written(term, lambda leaf: self.declared(self._bound_scalars, leaf))
            self.kernel.state_written(poly, sign)
        apart = tuple(self._apart)
        key = (term, need, items(poly), limit, apart)
        known = self.obligations.get(key)
        if known is None or self.certain:
            self.obligations[key] = Obligation(term, need, poly, apart, limit, self.certain)

    def _maximum(self, args: tuple[Term, ...], env: Mapping[Index, str]) -> Poly:
        """The largest of several. Where it is differentiated, the two larger ones must not agree."""
        largest, so_far = self.convert(args[0], env), args[0]
        for arg in args[1:]:
            value = self.convert(arg, env)
            joined = self.kernel.larger(largest, value)
            gap = self.kernel.add(value, largest, fmpq(-1))
            moves = any(name in self.kernel.atoms[i].names for mono in gap for i, _ in mono for name in self._along)
            # A stated sign that may be 0 is no help: it holds on the domain, not around its points.
            if moves and self.kernel.sign(gap) not in ("+", "-"):
                with self._supposing(()):  # where they agree for all values there is no kink
                    self._oblige(_gap(so_far, arg), Need.NONZERO, gap)
            largest, so_far = joined, Maximum((so_far, arg))
        return largest

    def _entry(self, term: Entry, env: Mapping[Index, str]) -> Poly:
        family = term.family
        for position, axis in zip(term.positions, family.axes, strict=True):
            if isinstance(axis, Range) and inside(position, axis, self.floors) is not Inside.ALWAYS:
                self._need_range(family.name, position, axis, env)
        return self.kernel.entry(self.label("family", family), tuple(self.place(p, env) for p in term.positions))

    def _power(self, base: Term, exponent_term: Term, env: Mapping[Index, str]) -> Poly:
        below = self.convert(base, env)
        match exponent_term:
            case Number(value) | Neg(Number(value)):
                power = -value if isinstance(exponent_term, Neg) else value
                if power.denominator != 1:
                    strict = power < 0 or bool(self._along)
                    self._oblige(base, Need.POSITIVE if strict else Need.NONNEGATIVE, below)
                elif power < 0:
                    self._oblige(base, Need.NONZERO, below)
                elif abs(power) > MAX_FIXED:
                    raise Unsupported(f"a power above {MAX_FIXED}")
                return self.kernel.power(below, exponent(Fraction(power)))
        self._oblige(base, Need.POSITIVE, below)
        raised = self.convert(exponent_term, env)
        return self.kernel.exp(self.kernel.multiply(raised, self.kernel.log(below)))

    def _product(self, args: tuple[Term, ...], env: Mapping[Index, str]) -> Poly:
        waived = self.kernel.zero_log and not self._limits and not self._along
        logs = [arg for arg in args if waived and isinstance(arg, Log) and arg.base is None]
        plain = self._multiplied([self.convert(arg, env) for arg in args if arg not in logs])
        return self._multiplied([plain, *[self._log_beside(log.arg, plain, env) for log in logs]])

    def _multiplied(self, factors: list[Poly]) -> Poly:
        product: Poly = {UNIT: ONE}
        for factor in sorted(factors, key=len):
            product = self.kernel.multiply(product, factor)
        return product

    def _log_beside(self, arg: Term, beside: Poly, env: Mapping[Index, str]) -> Poly:
        """A logarithm in a product, under 0·log 0 = 0: its argument may vanish where the other factors do."""
        inner = self.convert(arg, env)
        together = any(self._vanish_together(inner, beside, power) for power in (1, 2, 3))
        # Where it is not seen that they vanish together they may do so all the same: that it is 0 is no fault for certain.
        with self._supposing((), always=together):
            self._oblige(arg, Need.NONNEGATIVE if together else Need.POSITIVE, inner)
        return self.kernel.log(inner)

    def _vanish_together(self, poly: Poly, other: Poly, power: int) -> bool:
        try:
            ratio = self.kernel.multiply(poly, self.kernel.power(other, -power))
        except (Undefined, Unsupported):
            return False
        return self.kernel.sign(ratio) in ("+", "-")

    def _log(self, term: Log, env: Mapping[Index, str]) -> Poly:
        inner = self.convert(term.arg, env)
        self._oblige(term.arg, Need.POSITIVE, inner)
        natural = self.kernel.log(inner)
        if term.base is None:
            return natural
        base = self.convert(term.base, env)
        self._oblige(term.base, Need.POSITIVE, base)
        self._oblige(term.base - 1, Need.NONZERO, self.kernel.add(base, self.kernel.constant(-1)))
        return self.kernel.multiply(natural, self.kernel.power(self.kernel.log(base), -1))

    def _derivative(self, body: Term, wrt: Entry | Scalar, env: Mapping[Index, str]) -> Poly:
        self._along.append(self._scalar(wrt) if isinstance(wrt, Scalar) else self.label("family", wrt.family))
        try:
            poly = self.convert(body, env)
        finally:
            self._along.pop()
        if isinstance(wrt, Scalar):
            return self.kernel.differentiate(poly, (self._scalar(wrt), None))
        self._entry(wrt, env)
        tokens = tuple(self.plain(position, env) for position in wrt.positions)
        if any(isinstance(axis, Continuum) for axis in wrt.family.axes):
            raise Unsupported("a derivative along a function")
        return self.kernel.differentiate(poly, (self.label("family", wrt.family), tokens))

    def limit(self, body: Term, variable: Scalar, env: Mapping[Index, str]) -> Poly:
        """The limit for `variable` → ∞. Raises Unsupported when it is not found to exist."""
        terms = self.expand(self.convert_eventually(body, variable, env), variable, 1)
        if any(power < 0 for power in terms):
            raise Unsupported("a limit that is not found to be finite")
        return terms.get(0, {})

    def convert_eventually(self, body: Term, variable: Scalar, env: Mapping[Index, str] | None = None) -> Poly:
        """The normal form of a term that need only be defined once `variable` is large.

        The variable gets a name of its own there, so that no hypothesis on its namesake outside can reach it.
        """
        name = self._limit_name(variable)
        self.kernel.positive.add(name)
        outer, self._bound_scalars = self._bound_scalars, {**self._bound_scalars, variable: name}
        self._limits.append(name)
        try:
            return self.convert(body, env)
        finally:
            self._limits.pop()
            self._bound_scalars = outer

    def _limit_name(self, variable: Scalar) -> str:
        return f"limit {self.label('scalar', variable)}"

    def _scalar(self, variable: Scalar) -> str:
        return self._bound_scalars.get(variable) or self.label("scalar", variable)

    def expand(self, poly: Poly, variable: Scalar, order: int) -> dict[int, Poly]:
        """The coefficients of the powers of 1/variable below `order`, those not zero under the hypotheses.

        Hypotheses are used first, unless a derivative is still to be taken of the result.
        """
        rewriting = self.kernel.has_rules and not self._along
        if rewriting:
            poly = self.kernel.apply(poly)
        name = self._limit_name(variable)
        for precision in PRECISIONS:
            expansion = Expansion(self.kernel, name, precision + order - 1)
            try:
                series = expansion.of(poly)
            except NeedsPrecision:
                continue
            if series.end < order:
                continue
            self.leading += expansion.leading
            terms = {power: part for power, part in series.terms.items() if power < order}
            if rewriting:
                terms = {power: self.kernel.apply(part) for power, part in terms.items()}
            return {power: part for power, part in sorted(terms.items()) if part}
        raise Unsupported("a series whose leading term is not found")


def _gap(left: Term, right: Term) -> Term:
    """What vanishes where two terms agree."""
    if left == Number(Fraction(0)):
        return right
    return left if right in (Number(Fraction(0)), Neg(left)) else right - left
