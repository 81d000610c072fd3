# style: equation (2) with loops
def average_precision(d_pos, d_neg):
    T = len(d_pos)
    loss = 0.0
    for p in d_pos:
        k = sum(1 for x in list(d_pos) + list(d_neg) if x <= p)
        wrong = sum(1 for n in d_neg if n < p)
        loss += wrong / k
    return 1 - loss / T
