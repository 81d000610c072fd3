"""Small random worlds in which the lines of a derivation have values; each with its facts, to be broken one by one."""
