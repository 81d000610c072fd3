"""Showing results: reports, the class overview, result files and what the terminal says."""
