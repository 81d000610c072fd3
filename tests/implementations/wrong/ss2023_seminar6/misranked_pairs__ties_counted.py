# mistake: unlisted: counts ties too
def misranked_pairs(d_pos, d_neg):
    return sum(n <= p for p in d_pos for n in d_neg)
