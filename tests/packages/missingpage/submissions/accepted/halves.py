low, high = 1, int(input())
while True:
    middle = (low + high) // 2
    print(middle, flush=True)
    match input():
        case "found":
            break
        case "before":
            high = middle - 1
        case "after":
            low = middle + 1
