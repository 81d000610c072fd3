# mistake: missing ½ and sign of H (in the energy or its change)
def hopfield_energy(W, x):
    return -(x @ W @ x)
