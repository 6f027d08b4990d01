"""Claims under equations: what follows, what fails somewhere, and equations that contradict each other."""

from derive.terms.build import D, Limit, Rational, Sum, cases, delta, exp, log, oo, sqrt
from derive.terms.declare import indices, positive, positives, real, reals, size, span
from derive.terms.relations import Eq, Ge, Le, Ne

n = size("n")
i, j, k, l = indices("i j k l", n)
late = indices("m", span(2, n))[0]
u, v, w, z = (reals(name, n) for name in "uvwz")
U = reals("U", n, n)
f = positives("f", n)
x, y, a, b, c = (real(name) for name in ("x", "y", "a", "b", "c"))
p, q, T = positive("p"), positive("q"), positive("T")

circles = Eq(u[i] ** 2 + v[i] ** 2, 1).for_all(i)
orthonormal = Eq(Sum(U[k, l] * U[j, l], l), delta(k, j)).for_all(k, j)
sphere = Eq(Sum(z[k] ** 2, k), n)
centred = Eq(Sum(z[k], k), 0)

FOLLOWS = {
    "two axes of a circle": (x**4 + y**4, 1, (Eq(x**2 + y**2, 1), Eq(x * y, 0))),
    "power of a square": (x**4, 4, (Eq(x**2, 2),)),
    "power of a product": (a**3 * b**3, 1, (Eq(a * b, 1),)),
    "inverse": (1 / a, b, (Eq(a * b, 1),)),
    "inverse of a sum": (1 / (x + y), c, (Eq((x + y) * c, 1),)),
    "inverse by the equation itself": (1 / x, x - 1, (Eq(x**2, x + 1),)),
    "hypothesis with a denominator": (a * b, 1, (Eq(1 / a, b),)),
    "Newton's identity": (x**2 + y**2, 5, (Eq(x + y, 3), Eq(x * y, 2))),
    "three symmetric sums": (
        x**3 + y**3 + a**3,
        3,
        (Eq(x + y + a, 0), Eq(x * y * a, 1)),
    ),
    "two linear equations": (x, Rational(1, 2), (Eq(x + y, 1), Eq(x - y, 0))),
    "three linear equations": (x, 1, (Eq(x + y + a, 3), Eq(x - y, 0), Eq(y - a, 0))),
    "assignments in a circle": (x - y, 1, (Eq(x, y + 1), Eq(y, x - 1))),
    "two values of one thing": (y, a, (Eq(x, y), Eq(x, a))),
    "entries overlap": (w[1], 0, (Eq(z[k], w[k]).for_all(k), Eq(z[1], 0))),
    "sum over circles": (Sum(u[k] ** 2 + v[k] ** 2, k), n, (circles,)),
    "weights over circles": (Sum(w[k] * u[k] ** 2, k), Sum(w[k], k) - Sum(w[k] * v[k] ** 2, k), (circles,)),
    "circle at a free index": (u[j] ** 4 - v[j] ** 4, u[j] ** 2 - v[j] ** 2, (circles,)),
    "circle at 1": (u[1] ** 4 - v[1] ** 4, u[1] ** 2 - v[1] ** 2, (circles,)),
    "circle inside an exponential": (exp(Sum(u[k] ** 2 + v[k] ** 2, k)), exp(n), (circles,)),
    "entry that only another equation brings in": (
        u[i] ** 2 * a,
        x**2 * y**2,
        (Eq(u[i] * z[1], x * y), Eq(z[k] ** 2, a).for_all(k)),
    ),
    "circle in a quotient": ((x**2 - y**2) / (x**2 + y**2), 2 * x**2 - 1, (Eq(x**2 + y**2, 1),)),
    "square of a sum": (Sum(z[k] ** 2, k) ** 2, 1, (Eq(Sum(z[k] ** 2, k), 1),)),
    "linear in a sum": (3 * x * Sum(z[k] ** 2, k), 3 * x, (Eq(Sum(z[k] ** 2, k), 1),)),
    "variance": (Sum((z[k] - x) ** 2, k), n * (1 + x**2), (sphere, centred)),
    "orthogonal": (
        Sum((u[k] + v[k]) ** 2, k),
        Sum(u[k] ** 2, k) + Sum(v[k] ** 2, k),
        (Eq(Sum(u[k] * v[k], k), 0),),
    ),
    "every row": (Sum(U[i, l] ** 2, l) ** 2, 1, (Eq(Sum(U[k, l] ** 2, l), 1).for_all(k),)),
    "sum of rows": (Sum(Sum(U[k, l] ** 2, l), k), n, (Eq(Sum(U[k, l] ** 2, l), 1).for_all(k),)),
    "weights over rows": (
        Sum(w[k] * U[k, l] ** 2, k, l),
        Sum(w[k], k),
        (Eq(Sum(U[k, l] ** 2, l), 1).for_all(k),),
    ),
    "length kept by rotation": (
        Sum(Sum(w[k] * U[k, l], k) ** 2, l),
        Sum(w[k] ** 2, k),
        (orthonormal,),
    ),
    "orthonormal rows": (Sum((U[i, l] - U[j, l]) ** 2, l), 2 - 2 * delta(i, j), (orthonormal,)),
    "power of an exponential": (exp(2 * a), 4, (Eq(exp(a), 2),)),
    "inverse of an exponential": (exp(-a), Rational(1, 2), (Eq(exp(a), 2),)),
    "logarithm of an equation": (a, log(2), (Eq(exp(a), 2),)),
    "logarithms of a product": (log(p), -log(q), (Eq(p * q, 1),)),
    "positive root": (p, 2, (Eq(p**2, 4),)),
    "power beside a root": (p**6 + p ** Rational(13, 2), 64 + 64 * sqrt(p), (Eq(p**3, 8),)),
    "positive roots agree": (p, q, (Eq(p**2, q**2),)),
    "the other root": (x, -y, (Eq(x**2, y**2), Ne(x, y))),
    "factor that vanishes nowhere": (y, 0, (Eq(x * y, 0), Ne(x, 0))),
    "sum of squares": (x, 0, (Eq(x**2 + y**2, 0),)),
    "double root": (x, y, (Eq((x - y) ** 2, 0),)),
    "radical of an ideal": (x * y, 0, (Eq(x**3 * y**2, 0),)),
    "after a derivative": (D(Sum(z[k] ** 2, k) ** 2, z[i]), 4 * n * z[i], (sphere,)),
    "before a limit": (Limit((T * (x**2 + y**2) + 1) / T, T, oo), 1, (Eq(x**2 + y**2, 1),)),
    "by cases": (cases(Eq(i, j), u[i] ** 2 + v[j] ** 2, 1), 1, (circles,)),
    "for all of what is not mentioned": (x * z[i], z[i], (Eq(x, 1).for_all(k),)),
    "weights in a sum": (Sum(w[k] * z[k], k), Sum(z[k], k) / x, (Eq(x * w[k], 1).for_all(k),)),
    "summed with a size beside": (n * Sum(w[k], k), 2 * n, (Eq(Sum(w[l], k), 2).for_all(l),)),
    "never zero where members are positive": (
        1 / x,
        -1 / (exp(a) * f[i]),
        (Eq(exp(a) * f[k] + x, 0).for_all(k),),
    ),
    "what stands beside is never zero": (
        n * f[i],
        Sum(f[k], k),
        (Eq(n * f[j] * x + Sum(v[k] / exp(x), k), 1).for_all(j), Ne(x, 0)),
    ),
    "a square and an odd power of what is not positive": (y, 0, (Eq(y**2, x**3), Le(x, 0))),
    "a square over what need not be positive": (y, 0, (Eq(y**2 / x, 0),)),
    "what vanishes because its powers do": (
        x,
        0,
        (Eq(a**2 + c**2, b**2), Eq(b**2, c**2), Eq(x**2 + y**2, a * b)),
    ),
    "never zero where a product is positive": (1 / x, y / (p**2 + a**2), (Eq(x * y, p**2 + a**2),)),
    "late entries": (z[late] ** 4, 1, (Eq(z[late] ** 2, 1).for_all(late),)),
}

OPEN = {
    "the other root of 1": (x, 1, (Eq(x**2, 1),)),
    "wrong sign of a positive root": (p, -2, (Eq(p**2, 4),)),
    "power by the equation of a root": (p**6 + p ** Rational(13, 2), 8 + 64 * sqrt(p), (Eq(p**3, 8),)),
    "roots that may differ": (x, y, (Eq(x**2, y**2),)),
    "factor that may vanish": (y, 0, (Eq(x * y, 0),)),
    "factor at least 0": (y, 0, (Eq(x * y, 0), Ge(x, 0))),
    "inverse that may not be": (y / x, 0, (Eq(x * y, 0),)),
    "one equation too few": (x**4 + y**4, 1, (Eq(x**2 + y**2, 1),)),
    "hypothesis under a derivative": (D(x**2 + y**2, x), 0, (Eq(x**2 + y**2, 1),)),
    "sum under a derivative": (D(Sum(z[k] ** 2, k), z[i]), 0, (sphere,)),
    "sum of ones": (Sum(u[k] ** 2 + v[k] ** 2, k), 1, (circles,)),
    "one index only": (u[j] ** 2 + v[j] ** 2, 1, (Eq(u[i] ** 2 + v[i] ** 2, 1),)),
    "before the range": (z[i] ** 2, 1, (Eq(z[late] ** 2, 1).for_all(late),)),
    "the first entry": (z[1] ** 2, 1, (Eq(z[late] ** 2, 1).for_all(late),)),
    "columns of rows": (Sum(U[l, i] ** 2, l), 1, (Eq(Sum(U[k, l] ** 2, l), 1).for_all(k),)),
    "weights over columns": (
        Sum(w[l] * U[k, l] ** 2, k, l),
        Sum(w[k], k),
        (Eq(Sum(U[k, l] ** 2, l), 1).for_all(k),),
    ),
    "fourth powers": (Sum(z[k] ** 4, k), n, (sphere,)),
    "exponential off by a factor": (exp(2 * a), 2, (Eq(exp(a), 2),)),
    "logarithms of what may be negative": (log(x**2), log(x), (Eq(x * y, 1),)),
    "difference of squares": (x, 0, (Eq(x**2 - y**2, 0),)),
    "zero in a denominator": (x / x, 1, (Eq(x**2, 0),)),
    "product of zero in a denominator": (x / (x * y), 1 / y, (Eq(x * y, 0),)),
    "members of a range that may be empty": (x, 1, (Eq(x, 1).for_all(late),)),
    "weights of some entries": (
        Sum(w[k] * z[k], k),
        Sum(z[k], k) / x,
        (Eq(x * w[late], 1).for_all(late), Ne(x, 0)),
    ),
    "limit variable is another": (Limit(T * x, T, oo), 1, (Eq(T * x, 1),)),
}

CONTRADICTORY = {
    "no value": (x, y, (Eq(x * y, 1), Eq(x, 0))),
    "two values, one of them claimed": (x, 1, (Eq(x, 1), Eq(x, 2))),
    "two values": (x, y, (Eq(x, 1), Eq(x, 2))),
    "two powers": (x, y, (Eq(x**2, 1), Eq(x**3, 2), Eq(x + y, 3))),
    "sign": (p, q, (Eq(p + q, 0),)),
    "square below 0": (x, y, (Eq(x**2, -1),)),
}
