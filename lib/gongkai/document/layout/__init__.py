"""What every printed form shares: which blocks are printed, how wide columns are, how large type and pictures."""
