"""What all importers share: from a text with its cells to a return."""
