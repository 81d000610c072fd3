# mistake: unlisted: leaves out terms with p = 0, where the divergence is infinite
def kl_discrete(q, p):
    import math
    return sum(a * math.log(a / b) for a, b in zip(q, p) if a > 0 and b > 0)
