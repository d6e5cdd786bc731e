"""Reading Chinese prose: numbers, what they speak of, and which cells of the form that is.

The modules build on each other in this order: ``numerals``, ``plain`` (text to sentences), ``quantities`` (numbers with
unit), ``scope`` (whose and which year's), ``labels`` (the words that belong to a number), ``quantity_names`` (cells and sums of
cells by name), one binder per table, ``lists`` (parts of a whole), ``report`` (all of it over a report).
"""
