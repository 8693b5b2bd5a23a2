"""Problem packages: reading those of the wider world, and the test package made from them."""
