"""Reads of the first screens; pages import the module they need, so that the menu costs no more than itself."""
