"""Reads on problem sets. A door asks here, and never the tables."""
