"""Statements, limits, and immutable content-addressed test packages."""
