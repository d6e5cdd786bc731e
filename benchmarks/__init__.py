"""What takes how long, against the naive way."""
