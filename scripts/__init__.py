"""Tools of the source tree: catalogues, installation, checks."""
