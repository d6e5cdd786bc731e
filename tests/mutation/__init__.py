"""Changes of the code in one place at a time: which of them no test notices."""
