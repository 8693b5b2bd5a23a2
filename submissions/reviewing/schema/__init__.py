"""GraphQL for staff: comments, overrides, and comparing sources."""
