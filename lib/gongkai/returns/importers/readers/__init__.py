"""One module per source format; each is loaded only when a file of it is read."""
