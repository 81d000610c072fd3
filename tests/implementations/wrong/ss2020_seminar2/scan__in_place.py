# mistake: unlisted: modifies its input
def scan(x):
    for i in range(1, len(x)):
        x[i] += x[i - 1]
    return x
