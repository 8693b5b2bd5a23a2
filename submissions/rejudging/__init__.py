"""Judging many submissions again beside what counts: preview, then apply or cancel."""
