"""Layout shared by the print formats: which blocks are printed, widths of columns, sizes of type and pictures."""
