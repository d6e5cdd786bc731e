"""Binders: what the numbers of a sentence refer to, one module per table of the form, and zeros stated in words."""
