"""From the LaTeX of an answer to syntax trees: displays, tokens, the grammar, and readings of what is ambiguous."""
