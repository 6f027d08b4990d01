"""The prover: one normal form for general n, and what it takes to trust it.

The kernel is a ladder of classes, each file one rung that adds one ability to the rung below:

    tokens      indices and positions, as the kernel names them
    ring        sparse Laurent polynomials over atoms
    deltas      Kronecker deltas as partitions of the indices
    orders      indices as numbers, and which of two comes first
    division    content, factors, exact division, common denominators
    signs       what is positive, from declarations and structure
    functions   powers, exp, log
    sums        Σ over typed ranges: contraction, components, canonical labels
    ordered     sums with index values, orders and shifts
    calculus    derivatives
    rewriting   hypotheses as rewrites

On it stand `series` (limits), `zero` (the zero test), `normal` (terms to normal form),
`hypotheses` (reading assumptions), `definedness` and `prove`.
"""
