# style: one-hot rows by rng.multinomial
from scipy.special import softmax

def reinforce_estimates(logits, f_values, num_samples, rng):
    p = softmax(logits)
    onehot = rng.multinomial(1, p, size=num_samples)
    f = onehot @ f_values
    return f[:, None] * (onehot - p)
