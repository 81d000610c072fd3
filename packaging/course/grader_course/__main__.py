"""`python -m grader_course` prints the folder that `--course` and `$GRADER_COURSE` name."""

from __future__ import annotations

import sys

from grader_course import ROOT

sys.stdout.write(f"{ROOT}\n")
