"""Imports of problem packages that a judgehost has checked."""
