# mistake: exclusive (either function)
def scan(x):
    out, s = [], 0.0
    for v in x:
        out.append(s)
        s += v
    return out
