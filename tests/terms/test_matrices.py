"""Vectors and matrices of any size: what is decided of their entries, which shapes fit, and what is shown."""

from fractions import Fraction

import pytest
from readings import claim_of

from derive.errors import TermError
from derive.judging import judge
from derive.terms.build import D, Rational, Sum, define, delta, exp, log, sqrt
from derive.terms.declare import distribution, index, indices, one_hot, positives, real, reals, size, span
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
from derive.terms.records import derivation, step
from derive.terms.relations import Eq, Ge, Gt, Ne
from derive.verdict import Reason, Verdict

m, n, p = size("m"), size("n"), size("p")
i, j, k = indices("i j k", n)
A, B, C = matrix("A", m, n), matrix("B", n, p), matrix("C", p, m)
S, R, K = matrix("S", n, n), matrix("R", n, n), symmetric("K", n)
x, y, z, u, b = vector("x", n), vector("y", n), vector("z", n), vector("u", m), vector("b", n)
W, t = matrix("W", m, n), real("t")
s, label = define("s", softmax(z)), vector(distribution("y", n))
layer = define("a", softmax(W.T @ u + b))
loss = -(label @ log(layer))
V, d = size("V"), size("d")
U, v, o = matrix("U", V, d), vector("v", d), index("o", V)
hot = vector(one_hot("e", V, at=o))
skip_gram, words = -(U @ v)[o] + log(ones(V) @ exp(U @ v)), softmax(U @ v)

TRUE = {
    "transpose of a product": ((A @ B).T, B.T @ A.T),
    "product is associative": ((A @ B) @ C, A @ (B @ C)),
    "product is linear": (A @ (x + t * y), A @ x + t * (A @ y)),
    "identity": (S @ identity(n), S),
    "transpose twice": (A.T.T, A),
    "trace of a product": (trace(S @ R), trace(R @ S)),
    "trace is cyclic": (trace(A @ B @ C), trace(C @ A @ B)),
    "trace of an outer product": (trace(outer(x, y)), x @ y),
    "trace of the identity": (trace(identity(n)), n),
    "square of a sum": (norm2(x + y), norm2(x) + 2 * (x @ y) + norm2(y)),
    "rows and columns": (x.T @ S @ y, (S.T @ x) @ y),
    "row times matrix": (x.T @ S, (S.T @ x).T),
    "antisymmetric form": (x.T @ (S - S.T) @ x, 0),
    "diagonal": (diag(x) @ y, hadamard(x, y)),
    "symmetric": (K.T, K),
    "gradient of a form": (grad(x.T @ S @ x, x), (S + S.T) @ x),
    "gradient of a symmetric form": (grad(x.T @ K @ x, x), 2 * (K @ x)),
    "gradient of a dot product": (grad((S @ x) @ y, x), S.T @ y),
    "gradient of least squares": (grad(norm2(A @ x - u), x), 2 * (A.T @ (A @ x - u))),
    "gradient along a matrix": (grad(trace(S @ R), S), R.T),
    "gradient of a quotient": (grad(1 / (norm2(x) + 1), x), -2 * x / (norm2(x) + 1) ** 2),
    "hessian of a form": (hessian(x.T @ S @ x, x), S + S.T),
    "laplacian": (trace(hessian(norm2(x), x)), 2 * n),
    "jacobian of a linear map": (jacobian(A @ x, x), A),
    "jacobian of softmax": (jacobian(s, z), diag(s) - outer(s, s)),
    "softmax sums to one": (ones(n) @ s, 1),
    "jacobian kills constants": ((diag(s) - s @ s.T) @ ones(n), 0),
    "gradient of log-sum-exp": (grad(log(ones(n) @ exp(z)), z), s),
    "hessian of log-sum-exp": (hessian(log(ones(n) @ exp(z)), z), diag(s) - outer(s, s)),
    "gradient of cross entropy": (grad(-(label @ log(s)), z), s - label),
    "gradient along weights": (grad(loss, W), outer(u, layer - label)),
    "gradient along a bias": (grad(loss, b), layer - label),
    "gradient along an input": (grad(loss, u), W @ (layer - label)),
    "skip-gram along a centre": (grad(skip_gram, v), U.T @ (words - hot)),
    "skip-gram along words": (grad(skip_gram, U), outer(words - hot, v)),
    "entries of a product": ((S @ R)[i, j], Sum(S[i, k] * R[k, j], k)),
    "functions of entries": (entrywise(log(exp(S[i, j])), i, j), S),
    "fixed sizes": (
        matrix("F", 2, 2) @ ones(2),
        entrywise(sum(matrix("F", 2, 2)[index("i", 2), c] for c in (1, 2)), index("i", 2)),
    ),
    "other ranges": (vector("f", span(0, n)) @ ones(span(0, n)), ones(span(0, n)) @ vector("f", span(0, n))),
}
FALSE = {
    "transpose without swap": ((S @ R).T, S.T @ R.T),
    "commuting": (S @ R, R @ S),
    "trace of a product as a product": (trace(S @ R), trace(S) * trace(R)),
    "trace with one transposed": (trace(S @ R), trace(S @ R.T)),
    "missing transpose in a gradient": (grad(x.T @ S @ x, x), (S + S) @ x),
    "gradient of a form as if symmetric": (grad(x.T @ S @ x, x), 2 * (S @ x)),
    "gradient along a matrix not transposed": (grad(trace(S @ R), S), R),
    "jacobian transposed": (jacobian(S @ x, x), S.T),
    "jacobian of softmax with a plus": (jacobian(s, z), diag(s) + outer(s, s)),
    "missing factor two": (norm2(x + y), norm2(x) + x @ y + norm2(y)),
    "gradient along weights, sign": (grad(loss, W), outer(u, label - layer)),
    "outer product the wrong way": (outer(x, y), outer(y, x)),
    "skip-gram, sign": (grad(skip_gram, v), U.T @ (words + hot)),
    "ones are no identity": (S @ ones(n, n), S),
    "a constant side": (ones(n), x),
    "zero": (x, 0),
    "Cauchy-Schwarz as an equality": ((x @ y) ** 2, norm2(x) * norm2(y)),
}


def result(lhs, rhs, **more):
    return judge(claim_of(lhs, rhs, **more))


@pytest.mark.parametrize("name", TRUE)
def test_is_proved_for_every_size(name):
    assert result(*TRUE[name]).verdict is Verdict.PROVED


@pytest.mark.parametrize("name", FALSE)
def test_is_refuted_with_a_witness(name):
    found = result(*FALSE[name])
    assert found.verdict is Verdict.REFUTED
    assert found.witness is not None


def test_products_differ_for_some_matrices():
    assert result(S @ R, R @ S, relation="not for all").verdict is Verdict.PROVED


@pytest.mark.parametrize(
    "lhs, rhs, given, verdict",
    [
        (S @ x, x, Eq(S, identity(n)), Verdict.PROVED),
        (x, y, Eq(x, y), Verdict.PROVED),
        (x, y, Eq(x[i], y[i]), Verdict.REFUTED),
        (norm2(x) * y, y, Eq(norm2(x), 1), Verdict.PROVED),
        (x.T @ S, 0 * x.T, Eq(0, x), Verdict.PROVED),
        (log(exp(log(x))), log(x), Gt(x, 0), Verdict.PROVED),
        (log(exp(log(x))), log(x), Ge(x, 0), Verdict.CONDITIONAL),
    ],
)
def test_hypotheses_on_vectors_hold_for_all_entries(lhs, rhs, given, verdict):
    assert result(lhs, rhs, given=given).verdict is verdict


@pytest.mark.parametrize("label", ["i", "j"])
def test_hypothesis_on_one_entry_says_nothing_of_the_others(label):
    one = index(label, n)
    assert result(x, 0, given=Eq(x[one], 0)).verdict is Verdict.REFUTED
    assert result(outer(x, x), 0, given=Eq(x[one], 0)).verdict is Verdict.REFUTED
    assert result(identity(n), ones(n, n), given=Eq(one, 1)).verdict is Verdict.REFUTED


@pytest.mark.parametrize("label", ["i", "j"])
def test_place_of_an_entry_is_not_where_a_family_is_hot(label):
    e = vector(one_hot("e", n, at=index(label, n)))
    assert result(e, ones(n)).verdict is Verdict.REFUTED
    assert result(outer(e, ones(n)), ones(n, n)).verdict is Verdict.REFUTED
    named = define("g", e)
    assert result(outer(ones(n), named), ones(n, n)).verdict is Verdict.REFUTED


def test_index_of_the_author_is_not_captured():
    rows = entrywise(S[k, i], i)
    assert result(rows @ x, (S @ x)[k]).verdict is Verdict.PROVED
    assert result(rows @ x, Sum(S[k, k] * x[k], k)).verdict is not Verdict.PROVED
    assert result(entrywise(S[i, j], j), entrywise(S[j, j], j)).verdict is Verdict.REFUTED
    assert result(entrywise(S[i, j], j, i), S.T).verdict is Verdict.PROVED


def test_side_without_its_index_is_refuted_not_ill_formed():
    assert result(zeros(n), x).verdict is Verdict.REFUTED
    assert result(Rational(0, 1) * t, x[i]).reason is Reason.FREE_INDEX


def test_undefined_entries_are_not_proved():
    assert result(log(x) - log(x), zeros(n)).verdict is Verdict.CONDITIONAL
    assert result(x / norm2(x), x / norm2(x)).verdict is Verdict.CONDITIONAL
    assert result(sqrt(vector(positives("w", n))), sqrt(vector(positives("w", n)))).verdict is Verdict.PROVED


def test_every_step_of_a_chain_is_about_the_same_place():
    chain = derivation(
        grad(x.T @ S @ x, x), step(S @ x + S.T @ x), step((S + S.T) @ x, instead=x), step(0, "not for all")
    )
    assert [judge(chain.claim(number)).verdict for number in range(3)] == [Verdict.PROVED] * 3
    assert judge(chain.instead(1)).verdict is Verdict.REFUTED
    assert [place.label for place in chain.over] == ["i"]
    assert all(link.rhs.free <= set(chain.over) for link in chain.steps)


MISFITS = {
    "sum of two lengths": (lambda: x + u, "x is a vector of n and u is a vector of m; they cannot be added"),
    "difference": (
        lambda: A - A.T,
        "A is a matrix of m rows and n columns and A.T is a matrix of n rows and m columns",
    ),
    "vector and number": (lambda: x + 1, "x is a vector of n and 1 is a number; they cannot be added"),
    "number and vector": (lambda: t - x, "t is a number and x is a vector of n; they cannot be subtracted"),
    "row and column": (lambda: x + x.T, "x.T is a row of n"),
    "inner sizes": (lambda: A @ u, "the inner sizes n and m differ"),
    "dot of two lengths": (lambda: x @ u, "the inner sizes n and m differ"),
    "column times matrix": (lambda: x @ S, "transpose one with .T"),
    "matrix times row": (lambda: S @ x.T, "transpose one with .T"),
    "number in a product": (lambda: t @ x, "multiply by a number with *"),
    "star": (lambda: S * R, "write @ for the matrix product, hadamard(A, B)"),
    "power": (lambda: S**2, "write products with @"),
    "number to a vector": (lambda: 2**x, "a number is needed here"),
    "divide by a vector": (lambda: 1 / x, "cannot divide by x"),
    "exp of a matrix": (lambda: exp(S), "entrywise(exp(A[i, j]), i, j)"),
    "trace": (lambda: trace(A), "the trace is of a square matrix"),
    "diag of a matrix": (lambda: diag(S), "diag takes a vector; S is a matrix of n rows and n columns"),
    "outer of a row": (lambda: outer(x.T, y), "outer takes a vector; x.T is a row of n"),
    "hadamard": (lambda: hadamard(x, u), "their entries cannot be multiplied"),
    "gradient of a vector": (lambda: grad(x, x), "write jacobian(v, x)"),
    "gradient along a number": (lambda: grad(t, t), "grad is along a vector or a matrix; t is a number"),
    "gradient along a formula": (lambda: grad(norm2(x), x + y), "a derivative runs along an entry"),
    "gradient along a definition": (lambda: grad(norm2(s), s), "nothing varies along it"),
    "jacobian of a number": (lambda: jacobian(x @ y, x), "jacobian takes a vector"),
    "hessian of a vector": (lambda: hessian(x, x), "the hessian is of a number"),
    "vector as a number": (
        lambda: Sum(x, k),
        "x is a vector of n, and a number is needed here; write an entry such as [i]",
    ),
    "derivative of a vector": (lambda: D(x, t), "entrywise(term, i)"),
    "one position": (lambda: S[i], "S has 2 axes but is written with 1 positions"),
    "other range": (lambda: u[i], "index i runs over 1..n but u is indexed over 1..m"),
    "entry of a number": (lambda: (x @ y)[i], "it has no entries"),
    "entry out of range": (lambda: ones(n)[2], "may lie outside 1..n"),
    "no size": (lambda: vector("x"), "write vector('x', n)"),
    "one size": (lambda: matrix("A", n), "write matrix('A', m, n)"),
    "family with one axis": (lambda: matrix(reals("f", n)), "a declared family with 2 axes"),
    "measure space": (lambda: vector("f", "R"), "sizes, ints or spans"),
    "entrywise over nothing": (lambda: entrywise(t), "one index or two different ones"),
    "entrywise over one twice": (lambda: entrywise(S[i, i], i, i), "one index or two different ones"),
    "three sizes": (lambda: ones(n, n, n), "ones(m, n)"),
    "sides": (lambda: derivation(A @ B, step(B)), "the sides of a derivation have one shape"),
    "sides, a number": (lambda: derivation(x, step(1)), "x is a vector of n and 1 is a number"),
    "sides, a row": (lambda: derivation(x, step(x.T)), "x.T is a row of n"),
    "instead": (lambda: derivation(x, step(x, instead=u)), "the sides of a derivation have one shape"),
    "order of matrices": (lambda: derivation(S, step(R, "≤")), "an order between matrices could mean two things"),
    "matrices stated in order": (lambda: Ge(S, 0), "an order between matrices could mean two things"),
    "different vectors": (lambda: Ne(x, y), "state which: Ne(x[i], y[i])"),
    "shapes stated equal": (lambda: Eq(x, u), "they cannot be compared"),
    "stray index in a name": (lambda: define("q", entrywise(S[i, k], i)), "k is free"),
}


@pytest.mark.parametrize("name", MISFITS)
def test_what_does_not_fit_is_refused_in_one_line(name):
    make, part = MISFITS[name]
    with pytest.raises(TermError) as problem:
        make()
    assert part in str(problem.value)
    assert "\n" not in str(problem.value)


def test_entries_are_not_counted_up_forever():
    with pytest.raises(TypeError):
        list(x)


SHOWN = {
    r"\left(A B\right)^{\top}": (A @ B).T,
    r"A \left(B C\right)": A @ (B @ C),
    r"x^{\top} S x": x.T @ S @ x,
    r"x^{\top} y": x @ y,
    r"\left(A x\right)^{\top} u": (A @ x) @ u,
    r"\operatorname{diag}\left(s\right) - s s^{\top}": diag(s) - outer(s, s),
    r"\nabla_{x} \left(x^{\top} S x\right)": grad(x.T @ S @ x, x),
    r"\nabla_{z}^{2} \log\left(\mathbf{1}^{\top} \exp\left(z\right)\right)": hessian(log(ones(n) @ exp(z)), z),
    r"\frac{\partial s}{\partial z}": jacobian(s, z),
    r"2 \left(x + y\right)": 2 * (x + y),
    r"x - \left(y - z\right)": x - (y - z),
    r"-\left(x + y\right)": -(x + y),
    r"\left(x^{\top} y\right)^{2} x": (x @ y) ** 2 * x,
    r"x \cdot 2": x * 2,
    r"\frac{x + y}{2}": (x + y) / 2,
    r"x \odot y": hadamard(x, y),
    r"\lVert x \rVert^{2}": norm2(x),
    r"\sqrt{x}": sqrt(x),
    r"\log_{2}\left(x\right)": log(x, 2),
    r"\left[e^{S_{ij}}\right]_{ij}": entrywise(exp(S[i, j]), i, j),
    r"W^{\top} u + b": W.T @ u + b,
    r"\left(t + 1\right) x": (t + 1) * x,
    r"I": identity(n),
}


@pytest.mark.parametrize("text", SHOWN)
def test_is_shown_as_written(text):
    assert derivation(SHOWN[text], step(SHOWN[text])).written == text


def test_numbers_stay_numbers():
    assert x[i] == reals("x", n)[i]
    assert diag(x)[i, j] == delta(i, j) * x[i]
    assert (Fraction(1, 2) * x)[i] == Rational(1, 2) * x[i]
    assert exp(x @ y).as_term() == exp((x @ y).as_term())
