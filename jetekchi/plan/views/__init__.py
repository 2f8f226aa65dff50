"""Pages of the class plan."""
