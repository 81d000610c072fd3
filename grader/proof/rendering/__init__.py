"""From a syntax tree back to something to look at: MathML for reports, one line of text for terminals."""
