"""Judging errors that repeat: grouped, their cause switched off, and what they hit judged again."""
