"""Texts that are not handed in yet, kept for whoever writes them."""
