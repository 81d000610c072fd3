"""`python -m benchmarks`: every benchmark, one line a figure."""

from __future__ import annotations

from benchmarks import first_line, isolation, judging, throughput

if __name__ == "__main__":
    throughput.report()
    first_line.report()
    judging.report()
    isolation.report()
