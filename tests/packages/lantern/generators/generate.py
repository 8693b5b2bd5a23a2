"""Writes data/. Run it in the package's directory."""

from pathlib import Path


def lantern(n):
    rows = []
    for y in range(-(n - 1), n):
        row = [" "] * (2 * n - 1)
        half = n - 1 - abs(y)
        row[n - 1 - half] = row[n - 1 + half] = "O"
        if y == 0 and n > 1:
            row[n - 1] = "*"
        rows.append("".join(row).rstrip())
    return "\n".join(rows) + "\n"


def write(directory, sizes):
    folder = Path("data", directory)
    folder.mkdir(parents=True, exist_ok=True)
    flags = "output_validator_args: [case_sensitive, space_change_sensitive]\n"
    (folder / "test_group.yaml").write_text(flags)
    for index, n in enumerate(sizes, 1):
        (folder / f"{index:02}.in").write_text(f"{n}\n")
        (folder / f"{index:02}.ans").write_text(lantern(n))


write("sample", [3, 1])
write("secret", [2, 4, 5, 6, 7, 8, 9, 10, 11, 13, 99, 120])
