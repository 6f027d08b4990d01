"""Terms, declarations and derivations: the language in the middle."""
