"""Who you may act for: courses, memberships and roles."""
