"""Reading what was handed in: files become a `Submission`; nothing of it is run.

`layouts.locate` and `layouts.read` are the ways in, `answers.answers` finds the marked texts and derivations.
"""
