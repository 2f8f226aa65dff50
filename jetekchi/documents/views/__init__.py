"""Pages of papers, signatures and directives."""
