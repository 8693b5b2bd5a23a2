# Recurses once per person when the row is sorted already (or nearly, or reversed).
def count(values):
    if len(values) < 2:
        return 0
    pivot, result, bigger = values[0], 0, 0
    below, above = [], []
    for value in values[1:]:
        if value < pivot:
            result += 1 + len(above)
            below.append(value)
        else:
            above.append(value)
    return result + count(below) + count(above)


input()
print(count(list(map(int, input().split()))))
