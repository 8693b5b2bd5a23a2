"""Timed sets of problems: contests and assignments, who takes part, and how they are scored."""
