"""Questions and answers of a course, about its problems, its assignments or anything else."""
