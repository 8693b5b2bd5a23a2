def above_average(scores):
    total = sum(scores)
    return sum(score * len(scores) > total for score in scores)
