"""What grading costs, measured against the floor: the same functions called in one process, without isolation."""
