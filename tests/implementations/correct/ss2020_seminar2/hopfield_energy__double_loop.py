# style: two loops over Python floats
def hopfield_energy(W, x):
    n = len(x)
    H = 0.0
    for i in range(n):
        for j in range(n):
            H += float(x[i]) * float(W[i][j]) * float(x[j])
    return -H / 2
