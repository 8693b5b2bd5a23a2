"""The private network: what is public, what is private, and which route makes it so."""
