"""Standings as pure functions of attempts: no database, no clock.

What an attempt is worth depends only on the attempts of the same entry to the same
problem, so that one judgement changes one cell, and judgements may come in any order.
"""
