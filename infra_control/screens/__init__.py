"""The operators' screens in Django admin: thin doors over readings, rules and services."""
