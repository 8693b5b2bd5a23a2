"""The facts of judging: submissions, judgements (one per attempt) and runs (one per test case)."""
