"""The arithmetic of service auto scaling: pure functions for screens and local cloud."""
