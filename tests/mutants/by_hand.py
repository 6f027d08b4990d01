"""Why a mutant of an inequality is true where no rule says it: looked at one by one. By name."""

from __future__ import annotations

MEMBERS = "every member u log(u/v) − u + v is ≥ 0, so one may be left out"
POSITIVE = "a product, quotient or power of positive numbers is positive"
SLACK = "1 + (something positive) exceeds 1, and a softmax entry is at most 1"
SIGMOID = "1/(1 + e^z) lies between 0 and 1 like 1/(1 + e^−z)"

BY_HAND = {
    "kl_is_not_negative_without_sums.1 rhs start one later": MEMBERS,
    "kl_is_not_negative_without_sums.1 rhs end one earlier": MEMBERS,
    "kl_is_not_negative_without_sums.1 rhs drop factor (2)": "Σ(u − u + v) = Σv is positive",
    "constant_part_is_not_positive.1 lhs square factor": "p² log p ≤ 0 for 0 < p ≤ 1",
    "constant_part_is_not_positive.1 lhs drop numerator": "log(1/1) = 0, and 0 ≤ 0",
    "softmax_is_positive.1 rhs over n": POSITIVE,
    "softmax_is_below_one.1 rhs double exponent": SLACK,
    "softmax_is_below_one.1 rhs drop minus": SLACK,
    "softmax_is_below_one.1 rhs square entry": SLACK,
    "softmax_entries_depend_on_every_logit.1 rhs square factor": POSITIVE,
    "softmax_entries_depend_on_every_logit.1 rhs square factor (2)": POSITIVE,
    "softmax_entries_depend_on_every_logit.1 rhs index j to i": POSITIVE,
    "softmax_entries_depend_on_every_logit.1 rhs index i to j": POSITIVE,
    "softmax_entries_depend_on_every_logit.1 rhs over n": POSITIVE,
    "sigmoid_is_positive.1 rhs drop minus of sigmoid": SIGMOID,
    "sigmoid_is_positive.1 rhs over n": POSITIVE,
    "sigmoid_is_below_one.1 lhs drop minus of sigmoid": SIGMOID,
    "log_sum_exp_is_at_least_an_entry.1 rhs drop sum": "log e^x = x, and x ≤ x",
    "log_sum_exp_is_at_least_an_entry.1 rhs index c to c": "log(n e^x) = log n + x ≥ x for n ≥ 1",
}
