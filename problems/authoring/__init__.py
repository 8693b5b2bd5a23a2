"""What staff write of problems, and what they have changed."""
