"""Timed problem sets: contests, assignments and exercises over one notion of a window."""
