"""Judging derivations: reading LaTeX, trying every step in random worlds, naming the facts each step needs."""
