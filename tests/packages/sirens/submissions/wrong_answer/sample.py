# The break at the top ends it here, before the crash.
text = input()
assert len(text) < 100
print(1)
