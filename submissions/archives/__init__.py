"""Sources of many submissions as one zip, made in the background."""
