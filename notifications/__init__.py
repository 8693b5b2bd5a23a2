"""News for one person: in the app, live, and by e-mail. It knows people, and nothing of courses."""
