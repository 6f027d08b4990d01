"""derive: decide every `=` of a derivation, for every n, under exactly the assumptions stated."""
