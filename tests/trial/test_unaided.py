"""Every false step of the library that names a true form: does the search find it without being told?"""

import pytest
from readings import claim_of
from trial.unaided import NONE, OTHER, SAME, outcomes, unaided_run

from derive.judging import mended
from derive.terms.build import Integer, Sum
from derive.terms.declare import index, reals, size
from derive.terms.records import derivation, step

NOT_ONE_SLIP = {
    "sum_of_varying_multiple/1": "a factor taken out of a sum that depends on its index: putting it back is the left side",
    "cross_entropy_symmetric/1": "P and Q swapped back is the left side",
    "cross_entropy_of_densities_as_written/1": "a function where a number is meant: any number put there is the left side",
    "sigmoids_sum_to_one/1": "the sum is no number, and nothing of it can be worked out",
    "kd_first_order_without_centring/1": "both denominators lost a sum: putting them back is the left side",
}
"""The steps for which nothing is offered, and why: what is given instead is the left side in another form."""

OTHER_FORM = {
    "smaller_divergence_is_closer/1": "the other way round",
    "softmax_is_below_one/1": "not strictly: the sides can be equal",
    "loss_rises_with_probability/1": "the other way round",
}
"""The steps for which a true form other than the author's is offered, and the slip."""

DOCUMENTS = {
    "lost_mean/1": "$1/2$ lost",  # D0.14
    "softmax_jacobian_off_diagonal_as_written/1": "index slipped: j for i",  # D0.18
    "cross_entropy_gradient_lost_partials/1": "∂ missing",  # D0.22
    "soft_loss_as_written/1": "index slipped: i for j",  # D0.26
    "exp_limit_as_written/1": "an expansion, not a limit; the remainder is of order $T^{-2}$",  # D0.28
    "kd_gradient_limit_as_written/1": "an expansion, not a limit; the remainder is of order $T^{-3}$",  # D0.29
    "kd_gradient_limit_centred_as_written/1": "an expansion, not a limit; the remainder is of order $T^{-3}$",  # D0.30
    "kd_gradient_is_quadratic/1": "the value is 0",  # D0.32
    "softmax_tends_to_one/1": "$1/N$ lost",  # D0.33
    "ratio_independent_of_temperature/1": (  # D0.38
        r"the value is $\frac{\left(v_{i} - z_{i}\right) e^{\frac{z_{i}}{T}}}{T^{2} e^{\frac{v_{i}}{T}}}$"
    ),
    "cross_entropy_along_probability_as_zero/1": r"the value is $-\frac{y_{j}}{S_{j}}$",  # D0.21
    "kl_is_not_negative_without_sums/1": (  # D0.4
        r"the term $\sum_{k=1}^{n} Q_{k} - \sum_{k=1}^{n} P_{k}$ is missing; it is 0 where both have the same sum"
    ),
    "cross_entropy_of_normal_without_variance/1": (  # D0.6
        r"$V_{1} + \left(\mu_{1} - \mu_{2}\right)^{2}$ for "
        r"$\mu_{2}^{2} + \int dx\, p(x) t(x)^{2} - 2 \mu_{2} \int dx\, p(x) t(x)$"
    ),
    "entropy_as_written/1": "index slipped: x for j; sign",  # D1.6
    "entropy_without_its_sign/1": "sign",  # D1.6
    "bias_inside_sum/1": "factor $m$ lost",  # D1.13
    "loss_of_three_as_written/1": "index slipped: 0 for 1; index slipped: 1 for 2",  # D2.8
    "batch_loss_of_code/1": "mean over i missing",  # D2.10
    "softmax_of_three_as_written/1": "the indices of o are 1 too small",  # D4.1
    "loss_along_probability_as_written/1": "no sum here",  # D4.6
    "chain_rule_without_sum/1": "sum missing",  # D4.7a
    "outputs_are_positive/1": "softmax missing: o are logits, not probabilities",  # D4.11
    "outputs_sum_to_one/1": "softmax missing: o are logits, not probabilities",  # D4.11
}
"""Errors of the documents, each with its slip in words."""


@pytest.fixture(scope="module")
def rows():
    return {row.step: row for row in unaided_run()}


def test_the_true_form_is_found_for_most_steps_and_the_others_say_why_not(rows):
    assert {name for name, row in rows.items() if row.outcome == NONE} == set(NOT_ONE_SLIP)
    assert {name for name, row in rows.items() if row.outcome == OTHER} == set(OTHER_FORM)
    assert outcomes(tuple(rows.values()))[SAME] >= 55


@pytest.mark.parametrize("name", [*DOCUMENTS, *OTHER_FORM])
def test_slip_is_named(rows, name):
    assert ({**DOCUMENTS, **OTHER_FORM})[name] in rows[name].slips


@pytest.mark.parametrize("name", DOCUMENTS)
def test_error_of_a_document_is_found(rows, name):
    assert rows[name].outcome == SAME


def test_what_the_author_gives_instead_is_hidden_from_the_search():
    n = size("n")
    k, z = index("k", n), reals("z", n)
    told = derivation(Sum(z[k], k), step(0, expect="refuted", instead=Integer(1) * Sum(z[k], k)))
    assert told.claim(0) == claim_of(Sum(z[k], k), 0)
    assert mended(told.claim(0), 3) == ()
