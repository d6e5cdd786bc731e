"""Names, parameters and help of the commands, by subject; the bodies are in ``gongkai.commands``."""
