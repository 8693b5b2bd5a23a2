"""Is the service well: one line for each part, and how it went lately."""
