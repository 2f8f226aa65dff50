"""Official papers with versions, and the signing core (clauses 1.3, 3.13 and 7.2, sheets A, B, C, D).

The job instruction is read from its own file and kept verbatim; offices agree to it along a route (sheet A), changes
are registered (B), staff and class leaders sign that they know the version in force (C, D), directives are given,
done and explained; a work schedule gets its signatures here. Nouns: controlled document, version, clause, approval
route, line and act, change entry, acquaintance, required readers, signature, directive.
"""
