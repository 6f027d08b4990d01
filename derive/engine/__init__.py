"""The prover: one normal form for general n, and what it takes to trust it.

The kernel is a ladder of classes, each file one rung that adds one ability to the rung below:

    tokens      indices and positions, as the kernel names them
    ring        sparse Laurent polynomials over atoms
    deltas      Kronecker deltas as partitions of the indices
    orders      indices as numbers, and which of two comes first
    division    content, factors, exact division, common denominators
    signs       what is positive, from declarations and structure
    stated      what hypotheses and the way a term is written say of signs
    functions   powers, exp, log
    sums        Σ over typed ranges: contraction, components, canonical labels
    ordered     sums with index values, orders and shifts
    maxima      the largest of several or over a range, absolute values
    calculus    derivatives
    ideals      hypotheses that are polynomial equations, used together
    rewriting   hypotheses as rewrites

On it stand `series` (limits), `zero` (the zero test), `normal` (terms to normal form),
`hypotheses` (reading assumptions), `definedness` and `prove`.
"""
