"""Pictures of the built-in library where looking beats reading, drawn as SVG.

    derivations → values (exact points, the independent evaluator) → curves → plot (SVG)

Each picture draws the sides of derivations that stand on the page, so no formula is written a second time.
"""
