# style: scipy.optimize.minimize with the gradient
import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, log_expit

def fit(X, k, lam):
    def fun(w):
        z = k * (X @ w)
        value = -log_expit(z).sum() + lam * np.dot(w, w)
        grad = -X.T @ (k * expit(-z)) + 2 * lam * w
        return value, grad

    res = minimize(fun, np.zeros(X.shape[1]), jac=True, method="L-BFGS-B",
                   options=dict(maxiter=5000, ftol=1e-15, gtol=1e-9))
    return res.x
