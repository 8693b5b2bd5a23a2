"""One request followed from its name to the code that answers it."""
