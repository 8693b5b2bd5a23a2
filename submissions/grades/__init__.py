"""Scores of assignments and exercises: stored with each verdict, read without counting anew."""
