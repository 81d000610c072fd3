# style: a list by ratios
import math

def posterior(log_joint):
    best = max(log_joint)
    ratios = [math.exp(v - best) for v in log_joint]
    return [r / sum(ratios) for r in ratios]
