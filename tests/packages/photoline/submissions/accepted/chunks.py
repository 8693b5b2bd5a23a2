from bisect import bisect_right, insort

CHUNK = 1000


def main():
    input()
    heights = list(map(int, input().split()))
    before = []  # everybody to the left of the chunk, ordered
    count = 0
    for start in range(0, len(heights), CHUNK):
        chunk = []
        for height in heights[start : start + CHUNK]:
            count += len(before) - bisect_right(before, height)
            count += len(chunk) - bisect_right(chunk, height)
            insort(chunk, height)
        before = sorted(before + chunk)  # two ordered runs: linear time
    print(count)


main()
