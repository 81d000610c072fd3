"""The references once more, naively from their definitions, in exact and in ball arithmetic: for validation.

A module a topic, with functions of the references' names that take plain (nested) sequences of floats and
return floats, right to the last bit or its neighbour. Gradients are differences of values, not formulas.
"""
