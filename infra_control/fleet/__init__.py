"""The fleet: what runs, whether both kinds of scaling fit each other, and changing it."""
