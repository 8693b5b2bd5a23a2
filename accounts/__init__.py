"""Who you are: users, sign-in, preferences."""
