"""Takes all builtins away from everybody."""
import builtins


def project(A, b):
    for name in dir(builtins):
        if not name.startswith("__"):
            delattr(builtins, name)
    return b


is_orthogonal = residual = project
