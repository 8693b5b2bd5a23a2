"""Standings of contests: kept up with each judgement, read as boards, revealed and replayed.

Lock order, everywhere: rows of submissions and judgements first, then the contest's
``Scoreboard`` row, and nothing but standings after it. Whoever holds that row is alone with
the contest's standings.
"""
