# mistake: one-hot of the first maximiser under ties
def argmax_indicator(x):
    values = list(x)
    best = values.index(max(values))
    return [1.0 if i == best else 0.0 for i in range(len(values))]
