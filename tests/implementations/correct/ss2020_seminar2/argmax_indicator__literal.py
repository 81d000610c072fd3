# style: the definition with all(), a list of ints
def argmax_indicator(x):
    n = len(x)
    return [int(all(x[i] > x[j] for j in range(n) if j != i)) for i in range(n)]
