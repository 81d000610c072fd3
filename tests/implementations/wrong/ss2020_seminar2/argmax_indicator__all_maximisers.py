# mistake: unlisted: ones at all maximisers under ties
def argmax_indicator(x):
    return (x >= x.max()).astype(int)
