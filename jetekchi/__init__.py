"""Jetekchi: the workplace of a class leader. See docs/architecture.md for the storeys of the house."""
