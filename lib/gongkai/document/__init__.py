"""The block model, its renderers (HTML, Typst, Word) and the fonts; knows nothing of the domain."""
