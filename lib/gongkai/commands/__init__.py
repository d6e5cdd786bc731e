"""The bodies of the commands: what they read, do and say. Nothing below prints."""
