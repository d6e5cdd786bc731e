"""Input files that people write: YAML with line numbers, typed models, Chinese sentences for what is wrong, numerals."""
