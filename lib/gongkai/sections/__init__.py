"""One module per notebook: the passages, tables and charts of a section as blocks."""
