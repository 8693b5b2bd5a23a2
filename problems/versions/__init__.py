"""Versions of problems' test packages: making, reading, checking them, and going live."""
