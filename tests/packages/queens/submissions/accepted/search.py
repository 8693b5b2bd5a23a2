size = int(input())


def place(columns):
    if len(columns) == size:
        return columns
    for column in range(1, size + 1):
        if all(
            column != other and abs(column - other) != len(columns) - row
            for row, other in enumerate(columns)
        ):
            found = place([*columns, column])
            if found:
                return found
    return None


print(*place([]))
