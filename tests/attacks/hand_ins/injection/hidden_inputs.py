"""Shows the inputs of a hidden check, by messages, by printing, by its type, so that the next student knows them."""


def is_orthogonal(a, b):
    print("HIDDEN-INPUT", a, b)
    raise type("HIDDEN-INPUT", (Exception,), {})(f"HIDDEN-INPUT {a!r} {b!r}")
