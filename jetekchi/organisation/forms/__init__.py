"""Forms of the organisation: parsing and field validation only."""
