"""Reading Chinese prose: the numbers in it, what they refer to, and which cells of the form that is.

The modules build on each other in this order: ``numerals``, ``sentences`` (text to sentences), ``quantities`` (numbers
with unit), ``scope`` (of whom and of which year), ``labels`` (the text that names a number), ``quantity_names`` (cells and
sums of cells by name), ``binding`` and ``binders`` (one per table), ``lists`` (parts of a whole), ``report`` (all claims of
a report). ``lexicon`` is the vocabulary they share.
"""
