capacity, count = map(int, input().split())
parcels = [(*map(int, input().split()), position) for position in range(1, count + 1)]
chosen = []
for weight, _, position in sorted(parcels, key=lambda parcel: -parcel[1]):
    if weight <= capacity:
        capacity -= weight
        chosen.append(position)
print(len(chosen), *chosen)
