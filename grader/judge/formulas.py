"""What a course's formulas do where they are not defined.

References, mistakes, oracles and gradients are evaluated on inputs that they were not written for: shrunk ones, an edge
of another formula, what a student computed. There they may raise; that says something about the input and nothing
about the course.
"""

from __future__ import annotations

# What calculating with values of another shape, size or kind raises. A NameError or a failed assertion does not come
# from a value: that is a slip in the formula, and whoever evaluates it must not take it for an answer.
UNDEFINED = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
