"""Random scripts as authors write them: declared, well typed, mostly right; with `spoil`, a hostile line somewhere.

Sides are written in pairs: two texts that mean the same, so that a step can be true, and a slip in one of them false.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

HEAD = '"""{title}"""\nfrom derive import *\nfrom derive import O\n'
INDICES = {"n": ("i", "j", "k", "l", "q"), "m": ("a", "b", "c", "d", "e")}
DECLARED = """\
n, m = size("n"{low}), size("m"{other})
i, j, k, l, q = indices("i j k l q", n)
a, b, c, d, e = indices("a b c d e", m)
z, y, P, p = reals("z", n), reals("y", n), positives("P", n), distribution("p", n)
u, w, M = reals("u", m), nonnegatives("w", m), reals("M", n, m)
h = one_hot("h", n, at=j)
x, t, T, r = real("x"), real("t"), positive("T"), positive("r")
A, B, C = matrix("A", n, n), matrix("B", n, n), matrix("C", n, m)
f, g, v = vector("f", n), vector("g", n), vector("v", m)
Z = define("Z", Sum(exp(z[k]), k))
s = define("s", i, exp(z[i]) / Z)
"""
FAMILIES = {"z": "n", "y": "n", "P": "n", "p": "n", "u": "m", "w": "m", "s": "n", "M": "nm", "A": "nn", "f": "n"}
ALONG = ("z", "y", "u", "f")
Pair = tuple[str, str]

GIVEN = (
    "Eq(Sum(z[k], k), 1)", "Eq(Sum(z[k], k), 0)", "Eq(Sum(y[l], l), 1)", "Gt(x, 0)", "Ge(t, 0)", "Lt(x, 1)", "Ne(x, 0)",
    "Ne(i, j)", "Eq(i, j)", "Eq(n, 3)", "Gt(z[k], 0).for_all(k)", "Ge(u[a], 0).for_all(a)", "Eq(y[k], s[k]).for_all(k)",
    "Eq(x, 1 / T)", "Eq(f @ f, 1)", "Eq(A, identity(n))", "Eq(f, g)", "Eq(Sum(M[i, c], c), 1).for_all(i)", "zero_log_zero",
    "Ne(t, x)", "Eq(t, 2)", "Eq(z[i], 0)", "Eq(x**2, 1)",
)  # fmt: skip
WORDS = ("product rule", "∂/∂z", "العربية", "e\u0301", "<b>&amp;</b>", "$x_1$", "\\\\input{x}", "🜁", "", "%s {}", "definition of s")  # fmt: skip
HOSTILE = (
    'z = reals("z", m)', 'n = size("n", at_least=2)', 'x = real("z")', 'i = index("i", m)', 'k = index("k", n + 1)',
    'y = positives("y", n)', 'A = matrix("A", n, m)', 'f = matrix("f", n, n)', "f = z", "z = f", "T = x", "s = Z", "n = 3",
    'q_ = reals("lambda", n)', 'q_ = reals("exp", n)', 'z = reals("__class__", n)', 'x = real("None")', 'x = real("")',
    'x = real("a b")', 'x = real("é")', 'x = real("x" * 500)', 'x = real("1x")', 'x = real("_")', 'x = real("x_1_2_")',
    "x = 10**400", "x = Rational(1, 10**80)", "x = Integer(10**30)", "x = 1.5", "x = float('inf')", "x = True", "x = None",
    'n = size("n", at_least=10**12)', 'n = size("n", at_least=-1)', 'n = size("n", at_least=0)', 'z = reals("z", 10**9)',
    'k = index("k", 10**6)', 'k = index("k", span(5, 2))', 'k = index("k", span(n, 1))', 'z = reals("z", span(-3, n))',
    "t = x ** 100000", "t = exp(10**6)", "t = z[10**30]", "t = z[0]", "t = z[-1]", "t = log(0)", "t = x / 0", "t = 0 ** x",
    "t = 2 ** (10**7)", "t = Integer(2) ** 10**7", "t = Integer(3) ** 10**5", "t = Integer(-1) ** 10**9", "t = Rational(1, 7) ** -(10**6)", "x = Integer(2)**(10**6) * x", "t = (x + 1) ** 400", "t = (z[i] + z[j]) ** -300", "t = 10**4000 * x", "t = Integer(10)**3000 * x", "t = Rational(1, 3) ** n", "t = x ** n", "t = n ** n", "t = Limit(x, T, oo)", "t = Sum(z[k], k, exclude=i)",
    "t = Product(z[k], k)", "t = Sum(Sum(M[k, c], k), c)", "t = D(Z, z[i])", "t = D(D(x**3, x), x)", "t = D(T, T)", "t = -(-x)",
    "t = sqrt(x)", "t = x ** Rational(-7, 3)", "t = log(x, 2)", "t = log(x, 1)", "t = pi * E", "t = mean(z)", "t = cases(Eq(i, j), x, 1 / x)",
    "t = trace(C)", "t = f + v", "t = f", "t = A", "t = norm2(f)", "t = (A @ f)[i]", "t = Sum(delta(k, 2), k)", "t = z[k + 1]",
    'Z = define("Z", Z + 1)', 's = define("s", i, s[i] + z[i])', 'Z = define("n", x)', "for _ in range(40): x = x + x * 2",
    "for _ in range(300): x = exp(x)", "raise ValueError('a\\nb')", "exit()", "import missing_module", "d = ", "\tx = 1", "z[i] = 2", "x()",
)  # fmt: skip


@dataclass(slots=True)
class Author:
    """Writes one script after another; `bound` counts the sums around what is being written."""

    rng: Random
    bound: list[str] = field(default_factory=list)

    def script(self, *, spoil: bool = False) -> str:
        """A whole script; with `spoil` a hostile line stands in it, and derivations use what it leaves behind."""
        rng = self.rng
        low = rng.choice(("", "", "", ", at_least=2", ", at_least=4"))
        lines = DECLARED.format(low=low, other=rng.choice(("", "", ", at_least=3"))).splitlines()
        if spoil:
            for line in rng.sample(HOSTILE, rng.choice((1, 1, 2))):
                lines.insert(len(lines) if rng.random() < 0.8 else rng.randint(2, len(lines)), line)
        lines += [self.derivation(number) for number in range(rng.randint(1, 3))]
        return HEAD.format(title=rng.choice(WORDS)) + "\n".join(lines) + "\n"

    def derivation(self, number: int) -> str:
        """A derivation of one to three steps."""
        rng = self.rng
        lhs, rhs = self.sides()
        links = [self.step(lhs, rhs)]
        while rng.random() < 0.3 and len(links) < 3:
            links.append(f"step({rng.choice((lhs, rhs))})")
        more = [f"title={rng.choice(WORDS)!r}"] if rng.random() < 0.3 else []
        more += [f"claims=[{rng.choice(WORDS)!r}]"] if rng.random() < 0.2 else []
        more += [f"given={self.hypotheses()}"] if rng.random() < 0.15 else []
        return f"d{number} = derivation({', '.join([lhs, *links, *more])})"

    def hypotheses(self) -> str:
        return f"[{', '.join(self.rng.sample(GIVEN, self.rng.choice((1, 1, 2))))}]"

    def step(self, lhs: str, rhs: str) -> str:
        """A step: true, or with a slip; with hypotheses, an order, a limit or a remainder now and then."""
        rng = self.rng
        if rng.random() < 0.3:
            rhs = self.slip(rhs)
        parts: list[str] = []
        kind = rng.random()
        if kind < 0.06:
            return f"step({rhs}, 'not for all')"
        if kind < 0.12:
            parts.append(rng.choice(("'≤'", "'<'")))
        elif kind < 0.16:
            return f"step({rhs}, '→', variable=T)"
        elif kind < 0.2:
            parts.append(f"up_to=O(T**-{rng.randint(1, 4)})")
        parts += [f"given={self.hypotheses()}"] if rng.random() < 0.3 else []
        parts += (
            [f"expect={rng.choice(('refuted', 'proved', 'conditional', 'undecided'))!r}"] if rng.random() < 0.2 else []
        )
        parts += [f"by={rng.choice(WORDS)!r}"] if rng.random() < 0.2 else []
        parts += [f"instead={lhs}"] if rng.random() < 0.1 else []
        return f"step({', '.join([rhs, *parts])})"

    def slip(self, text: str) -> str:
        rng = self.rng
        swaps = (
            ("+", "-"),
            ("k]", "i]"),
            ("i]", "j]"),
            ("exp", "log"),
            (" * ", " + "),
            ("1", "2"),
            (".T", ""),
            ("l)", "l, exclude=i)"),
        )
        old, new = rng.choice(swaps)
        return text.replace(old, new, 1) if old in text else f"2 * ({text})"

    def sides(self) -> Pair:
        """Both sides of an equality: of numbers, or of vectors and matrices."""
        if self.rng.random() < 0.25:
            return self.arrays()
        return self.pair(self.rng.randint(1, 3), {"n": ["i", "j"], "m": ["a"]})

    def pair(self, depth: int, scope: dict[str, list[str]]) -> Pair:
        """Two ways to write one number, over the indices in scope."""
        rng = self.rng
        if depth <= 0:
            atom = self.atom(scope)
            return atom, atom
        less = depth - 1
        kind = rng.choice(("add", "sub", "mul", "spread", "sum", "split", "pick", "exp", "log", "quotient", "product rule", "chain rule", "out", "share", "square"))  # fmt: skip
        one = self.pair(less, scope)
        if kind in {"sum", "split", "pick", "out", "share"}:
            return self.summed(kind, less, scope)
        two = self.pair(less, scope)
        match kind:
            case "add":
                return f"{one[0]} + {two[0]}", f"{two[1]} + {one[1]}"
            case "sub":
                return f"{one[0]} - ({two[0]})", f"-({two[1]}) + {one[1]}"
            case "mul":
                return f"({one[0]}) * ({two[0]})", f"({two[1]}) * ({one[1]})"
            case "spread":
                return f"({one[0]}) * ({two[0]} + 1)", f"({one[1]}) * ({two[1]}) + {one[1]}"
            case "square":
                return f"({one[0]} + {two[0]})**2", f"({one[1]})**2 + 2 * ({one[1]}) * ({two[1]}) + ({two[1]})**2"
            case "exp":
                first, second = self.atom(scope), self.atom(scope)
                return f"exp({first} + {second}) * ({one[0]})", f"({one[1]}) * exp({second}) * exp({first})"
            case "log":
                first, second = self.positive(scope), self.positive(scope)
                return f"log({first} * {second}) + {one[0]}", f"{one[1]} + log({first}) + log({second})"
            case "quotient":
                under = self.positive(scope)
                return f"({one[0]} + {two[0]}) / ({under})", f"({one[1]}) / ({under}) + ({two[1]}) / ({under})"
            case "chain rule":
                along = self.along(scope)
                return f"D(exp({one[0]}), {along})", f"D({one[1]}, {along}) * exp({one[1]})"
        along = self.along(scope)
        return (
            f"D(({one[0]}) * ({two[0]}), {along})",
            f"D({one[1]}, {along}) * ({two[1]}) + ({one[1]}) * D({two[1]}, {along})",
        )

    def summed(self, kind: str, depth: int, scope: dict[str, list[str]]) -> Pair:
        """Two ways to write a sum."""
        size = self.rng.choice("nm")
        left = [name for name in INDICES[size] if name not in scope[size] and name not in self.bound]
        if not left or kind == "share":
            share = self.entry(self.rng.choice(("s", "p")), {"n": ["k"], "m": []}) if "k" not in scope["n"] else "1 / n"
            return (f"Sum({share}, k)", "1") if "k" not in scope["n"] else ("n / n", "1")
        index = left[0]
        inner = {**scope, size: [*scope[size], index]}
        one, two = self.pair(depth, inner), self.pair(depth - 1, inner)
        match kind:
            case "split":
                return f"Sum({one[0]} + {two[0]}, {index})", f"Sum({two[1]}, {index}) + Sum({one[1]}, {index})"
            case "pick":
                there, body = (
                    self.rng.choice(scope[size]),
                    self.entry(self.rng.choice([n for n, axes in FAMILIES.items() if axes == size]), {size: [index]}),
                )
                return f"Sum(delta({there}, {index}) * {body}, {index})", body.replace(f"[{index}]", f"[{there}]")
            case "out":
                there, body = (
                    self.rng.choice(scope[size]),
                    f"{self.rng.choice([n for n, axes in FAMILIES.items() if axes == size])}[{index}]",
                )
                return f"Sum({body}, {index}, exclude={there})", f"Sum({body}, {index}) - {body.replace(index, there)}"
        return f"Sum({one[0]}, {index})", f"Sum({one[1]}, {index})"

    def entry(self, family: str, scope: dict[str, list[str]]) -> str:
        return f"{family}[{', '.join(self.rng.choice(scope[axis]) for axis in FAMILIES[family])}]"

    def atom(self, scope: dict[str, list[str]]) -> str:
        return self.rng.choice((self.entry(self.rng.choice(tuple(FAMILIES)), scope), self.entry("z", scope), "x", "t", "T", "n", "2", "Rational(1, 3)", "(f @ g)", "(-1)"))  # fmt: skip

    def positive(self, scope: dict[str, list[str]]) -> str:
        return self.rng.choice((self.entry("P", scope), self.entry("s", scope), "r", "T", "Z", f"exp({self.atom(scope)})", f"(1 + ({self.atom(scope)})**2)", "3"))  # fmt: skip

    def along(self, scope: dict[str, list[str]]) -> str:
        return self.rng.choice((self.entry(self.rng.choice(ALONG), scope), self.entry("z", scope), "x", "T"))

    def arrays(self) -> Pair:
        """Two ways to write a number, vector or matrix."""
        square, other = self.matrix(2), self.matrix(1)
        return self.rng.choice(
            (
                (f"({square[0]} @ {other[0]}).T", f"{other[1]}.T @ {square[1]}.T"),
                (f"trace({square[0]} @ {other[0]})", f"trace({other[1]} @ {square[1]})"),
                (f"grad(f.T @ {square[0]} @ f, f)", f"{square[1]} @ f + {square[1]}.T @ f"),
                (f"{square[0]} @ (f + x * g)", f"{square[1]} @ f + {square[1]} @ (x * g)"),
                (f"norm2({square[0]} @ f - g)", f"norm2({square[1]} @ f) - 2 * (({square[1]} @ f) @ g) + norm2(g)"),
                (f"jacobian({square[0]} @ f, f)", square[1]),
                ("jacobian(softmax(f), f)", "diag(softmax(f)) - outer(softmax(f), softmax(f))"),
                ("grad(log(ones(n) @ exp(f)), f)", "softmax(f)"),
                ("(C @ v) @ f", "v @ (C.T @ f)"),
                (f"trace(outer(f, {square[0]} @ f))", f"f.T @ {square[1]} @ f"),
            )
        )

    def matrix(self, depth: int) -> Pair:
        rng = self.rng
        if depth <= 0 or rng.random() < 0.3:
            name = rng.choice(("A", "B", "identity(n)", "A", "diag(g)"))
            return name, name
        one, two = self.matrix(depth - 1), self.matrix(depth - 1)
        return rng.choice(
            (
                (f"({one[0]} + {two[0]})", f"({two[1]} + {one[1]})"),
                (f"({one[0]} @ {two[0]})", f"({one[1]} @ {two[1]})"),
                (f"{one[0]}.T", f"{one[1]}.T"),
                (f"(x * {one[0]})", f"({one[1]} * x)"),
                ("(C @ C.T)", "(C @ C.T).T"),
            )
        )
