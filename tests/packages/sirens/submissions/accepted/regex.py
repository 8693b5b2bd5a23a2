import re

print(max(len(found[0]) for found in re.finditer(r"(.)\1*", input())))
