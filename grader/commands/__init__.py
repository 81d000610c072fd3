"""What each command does, one module a command; `grader.cli` only parses."""
