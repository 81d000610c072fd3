# mistake: unlisted: z − φ without the sigmoid
def score(z, phi):
    return z - phi
