"""Names: the zone, its records, and whether the domain leads to the distribution."""
