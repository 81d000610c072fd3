"""The value of a syntax tree in a world."""
