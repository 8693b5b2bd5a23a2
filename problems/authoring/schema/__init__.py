"""GraphQL for staff: writing problems."""
