"""Input files that people write: YAML with line numbers, typed models, and Chinese sentences for what is wrong."""
