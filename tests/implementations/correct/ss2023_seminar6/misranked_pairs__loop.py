# style: two loops, a Python int
def misranked_pairs(d_pos, d_neg):
    count = 0
    for p in d_pos:
        for n in d_neg:
            if n < p:
                count += 1
    return count
