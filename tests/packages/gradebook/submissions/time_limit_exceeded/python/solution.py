def above_average(scores):
    return sum(score * len(scores) > sum(sorted(scores)) for score in scores)
