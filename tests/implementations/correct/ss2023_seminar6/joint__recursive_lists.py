# style: nested lists by recursion
def joint(ps):
    if len(ps) == 1:
        return [float(v) for v in ps[0]]

    def scale(a, nested):
        return [scale(a, x) for x in nested] if isinstance(nested, list) else a * nested

    rest = joint(ps[1:])
    return [scale(float(v), rest) for v in ps[0]]
