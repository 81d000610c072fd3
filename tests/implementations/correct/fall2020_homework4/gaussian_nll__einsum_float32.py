# style: float32, standardised residuals, einsum
import numpy as np

def gaussian_nll(x, x_hat, sigma):
    s = np.float32(sigma)
    r = (x.astype(np.float32) - x_hat.astype(np.float32)) / s
    const = np.float32(np.log(np.sqrt(2 * np.pi))) + np.log(s)
    return np.float32(0.5) * np.einsum("nd,nd->n", r, r) + r.shape[1] * const
