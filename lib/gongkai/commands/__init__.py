"""The bodies of the commands, the only package besides the command line that prints."""
