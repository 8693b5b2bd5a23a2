"""What staff say to a submission by hand: comments on its lines, and verdicts that win."""
