"""How well the rules and importers do on real reports and on planted defects; ``python -m tests.accuracy`` prints it."""
