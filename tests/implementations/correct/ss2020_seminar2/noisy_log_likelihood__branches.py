# style: loop, factoring out the larger term by the sign of the margin
import math

def noisy_log_likelihood(w, X, t, eps):
    total = 0.0
    for x_i, t_i in zip(X, t):
        z = float(t_i * (x_i @ w))
        # log S(z) and log S(-z)
        lp = -math.log1p(math.exp(-z)) if z >= 0 else z - math.log1p(math.exp(z))
        lm = -math.log1p(math.exp(z)) if z <= 0 else -z - math.log1p(math.exp(-z))
        if eps == 0:
            total += lp
        elif eps == 1:
            total += lm
        else:
            u, v = math.log(1 - eps) + lp, math.log(eps) + lm
            big, small = max(u, v), min(u, v)
            total += big + math.log1p(math.exp(small - big))
    return total
