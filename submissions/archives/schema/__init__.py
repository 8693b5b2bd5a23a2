"""GraphQL for staff: archives of sources."""
