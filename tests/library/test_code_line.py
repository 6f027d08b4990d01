"""The line of code in D2, run on NumPy arrays: its indexing makes a B × B array, and its exponentials overflow."""

from __future__ import annotations

import pytest

from derive import Eq, Rational, decide, given
from derive.library.batch_loss import Y, computed, meant, z
from derive.verdict import Verdict

np = pytest.importorskip("numpy", reason="NumPy runs the indexing of the document's code line")


def log_sum_exp(scores):
    return np.log(np.sum(np.exp(scores), axis=1))


def as_written(scores, labels):
    return (-scores[:, labels] + log_sum_exp(scores)).mean()


def as_meant(scores, labels):
    return (-scores[np.arange(len(scores)), labels] + log_sum_exp(scores)).mean()


def test_indexing_makes_a_square_array():
    scores, labels = np.arange(12.0).reshape(4, 3), np.array([0, 2, 1, 1])
    square = scores[:, labels]
    assert square.shape == (4, 4)
    assert all(square[i, j] == scores[i, labels[j]] for i in range(4) for j in range(4))


def test_witness_is_off_by_a_quarter():
    scores, labels = np.array([[1.0, 0.0], [0.0, 0.0]]), np.array([0, 1])
    assert as_written(scores, labels) - as_meant(scores, labels) == pytest.approx(1 / 4)


def test_witness_is_off_by_a_quarter_in_the_derivation_too():
    entries = {z: ((1, 0), (0, 0)), Y: ((1, 0), (0, 1))}
    point = [
        Eq(f[i + 1, c + 1], value)
        for f, rows in entries.items()
        for i, row in enumerate(rows)
        for c, value in enumerate(row)
    ]
    B, C = z.axes[0].count.parts[0][0], z.axes[1].count.parts[0][0]
    found = decide(computed - meant, Rational(1, 4), given=given(Eq(B, 2), Eq(C, 2), *point))
    assert found.verdict is Verdict.PROVED


def test_code_computes_what_the_derivation_says():
    scores, labels = np.random.default_rng(0).normal(size=(5, 4)), np.array([3, 0, 0, 2, 1])
    n = len(scores)
    pairs = sum(-scores[i, labels[j]] for i in range(n) for j in range(n)) / n**2
    assert as_written(scores, labels) == pytest.approx(pairs + log_sum_exp(scores).mean())
    gap = scores[np.arange(n), labels].mean() - scores[:, labels].mean()
    assert as_written(scores, labels) - as_meant(scores, labels) == pytest.approx(gap)


@pytest.mark.parametrize("labels", [[2], [1, 1, 1]], ids=["one sample", "equal labels"])
def test_code_is_right_for_one_sample_and_for_equal_labels(labels):
    scores = np.random.default_rng(1).normal(size=(len(labels), 4))
    assert as_written(scores, np.array(labels)) == pytest.approx(as_meant(scores, np.array(labels)))


@pytest.mark.parametrize(
    ("dtype", "scores", "overflows_to", "true"),
    [
        (np.float64, (1000.0, 0.0), np.inf, 1000.0),
        (np.float64, (-1000.0, -1001.0), -np.inf, -1000 + np.log(1 + np.exp(-1))),
        (np.float32, (89.0, 0.0), np.inf, 89.0),
    ],
)
def test_log_sum_exp_overflows_unless_shifted(dtype, scores, overflows_to, true):
    row = np.array([scores], dtype=dtype)
    with np.errstate(over="ignore", divide="ignore"):
        assert log_sum_exp(row)[0] == overflows_to
    shift = row.max()
    assert shift + log_sum_exp(row - shift)[0] == pytest.approx(true, rel=1e-6)
