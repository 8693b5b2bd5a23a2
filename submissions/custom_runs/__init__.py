"""Custom runs: a program tried on samples and on inputs of one's own. They count nowhere."""
