def above_average(scores):
    average = sum(scores) // len(scores)
    return sum(score > average for score in set(scores))
