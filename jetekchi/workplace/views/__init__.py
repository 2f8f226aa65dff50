"""Pages of the first screens."""
