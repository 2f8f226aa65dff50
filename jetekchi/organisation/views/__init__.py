"""Pages of the organisation: who comes in, who is who."""
