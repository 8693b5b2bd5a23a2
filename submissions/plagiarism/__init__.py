"""How alike the sources of different people are: checks, pairs, clusters, and staff's marks."""
