def above_average(scores):
    return sum(score > sum(scores) // (len(scores) - 1) for score in scores[:1000])
