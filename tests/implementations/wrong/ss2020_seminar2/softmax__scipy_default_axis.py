# mistake: normalised over all entries
from scipy import special

def softmax(x):
    return special.softmax(x)
