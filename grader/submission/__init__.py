"""Reading what was handed in: files become a `Submission`; nothing of it is run.

`layouts.find` and `layouts.read` are the way in, `answers.answers` finds the marked texts and derivations.
"""
