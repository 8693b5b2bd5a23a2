"""One module per package format, all shaped alike; the table of them stands in ``reader``."""
