"""Deciding whether an output is right."""
