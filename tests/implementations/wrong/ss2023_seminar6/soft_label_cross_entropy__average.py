# mistake: mean
import math

def soft_label_cross_entropy(scores, t, eps):
    losses = []
    for f, ti in zip(scores, t):
        z = ti * f
        sp = max(-z, 0) + math.log1p(math.exp(-abs(z)))
        losses.append(sp + eps * z)
    return sum(losses) / len(losses)
