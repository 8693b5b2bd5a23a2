"""Every write on problem sets."""
