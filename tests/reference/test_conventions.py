"""What holds for all references: inputs are left alone, ndarray subclasses pass through, torch stays out."""

from __future__ import annotations

import inspect
import pkgutil
import subprocess
import sys
from importlib import import_module
from typing import Any

import numpy as np
import pytest

import reference

RNG = np.random.default_rng(0)
ROW, OTHER, THIRD = RNG.normal(size=(3, 4))
LABELS = np.array([1.0, -1.0, -1.0, 1.0])
X = RNG.normal(size=(4, 4))
W = X + X.T
Q, P, PRIOR = RNG.dirichlet(np.ones(4), 3)
QS, PS = RNG.dirichlet(np.ones(3), (2, 4))
STATE = LABELS.copy()


def log_p(z: np.ndarray) -> np.ndarray:
    return np.asarray(-np.square(z.sum(axis=1) - 1.7))


CALLS: dict[str, tuple[Any, ...]] = {
    "sigmoid.sigmoid": (ROW,),
    "sigmoid.log_sigmoid": (ROW,),
    "softmax.softmax": (X,),
    "softmax.log_softmax": (X,),
    "softmax.argmax_indicator": (ROW,),
    "logistic_regression.log_likelihood": (ROW, X, LABELS),
    "logistic_regression.log_likelihood_grad": (ROW, X, LABELS),
    "logistic_regression.is_separating": (ROW, X, LABELS),
    "logistic_regression.regularised_log_likelihood": (ROW, X, LABELS, 0.3),
    "logistic_regression.regularised_log_likelihood_grad": (ROW, X, LABELS, 0.3),
    "logistic_regression.fit": (X, LABELS, 0.3),
    "noisy_labels.noisy_log_likelihood": (ROW, LABELS, 0.2),
    "noisy_labels.soft_label_cross_entropy": (ROW, LABELS, 0.2),
    "noisy_labels.noisy_nll_value": (ROW, LABELS, 0.2),
    "noisy_labels.noisy_nll_gradient": (ROW, LABELS, 0.2),
    "noisy_logistic.noisy_log_likelihood": (ROW, X, LABELS, 0.2),
    "noisy_logistic.soft_label_cross_entropy": (ROW, X, LABELS, 0.2),
    "hopfield.hopfield_energy": (W, STATE),
    "hopfield.hopfield_field": (W, STATE, 1),
    "hopfield.hopfield_update": (W, STATE, 1),
    "hopfield.hopfield_update_positive": (W, STATE, 1),
    "hopfield.energy_change": (W, STATE, 3),
    "hopfield.hopfield_run": (W, STATE, 3),
    "hopfield.hopfield_run_positive": (W, STATE, 3),
    "scan.scan": (ROW,),
    "scan.scan_backward": (ROW,),
    "kl.kl_discrete": (Q, P),
    "kl.kl_factorised": (QS, PS),
    "kl.joint": (PS,),
    "kl.kl_normal": (ROW, Q, OTHER, P),
    "kl.kl_bernoulli": (Q, P),
    "bernoulli_vae.latent_states": (3,),
    "bernoulli_vae.latent_probabilities": (ROW,),
    "bernoulli_vae.data_term": (ROW, log_p),
    "bernoulli_vae.data_term_grad": (ROW, log_p),
    "bernoulli_vae.score": (np.eye(4), ROW),
    "bernoulli_vae.score_function_estimates": (ROW, log_p, 3, np.random.default_rng(0)),
    "bernoulli_vae.score_function_support": (ROW, log_p),
    "bernoulli_vae.kl_grad": (ROW, P),
    "bernoulli_vae.score_term": (ROW,),
    "score_function.score_estimates": (0.3, 5, np.random.default_rng(0)),
    "score_function.score_estimates_support": (0.3,),
    "score_function.score_estimator_variance": (np.array(0.3), 5),
    "elbo.elbo": (Q, ROW),
    "elbo.log_evidence": (ROW,),
    "elbo.posterior": (ROW,),
    "elbo.elbo_reconstruction": (Q, ROW, PRIOR),
    "elbo.entropy": (Q,),
    "elbo.elbo_entropy": (Q, ROW),
    "decoder.bernoulli_nll": (QS, PS),
    "decoder.gaussian_nll": (X, W, 0.4),
    "decoder.mse_decomposition": (np.array(0.4), 3),
    "reparameterisation.reparameterised_sample_value": (ROW, OTHER, THIRD),
    "reparameterisation.reparameterised_sample_gradient": (ROW, OTHER, THIRD),
    "reinforce.reinforce_estimates": (ROW, OTHER, 3, np.random.default_rng(0)),
    "reinforce.reinforce_support": (ROW, OTHER),
    "reinforce.reinforce_gradient": (ROW, OTHER),
    "smooth_ap.average_precision": (Q, P),
    "smooth_ap.misranked_pairs": (Q, P),
    "smooth_ap.triplet_loss_value": (Q, P, 0.3),
    "smooth_ap.triplet_loss_gradient": (Q, P, 0.3),
    "smooth_ap.smooth_indicator": (Q, P, 0.3),
    "smooth_ap.smooth_ap_value": (Q, P, 0.3),
    "smooth_ap.smooth_ap_gradient": (Q, P, 0.3),
}
# Counts (and their ratios), signs and copies of the input do not round; samplers and the search of `fit` are not perturbed.
EXACT = {
    "softmax.argmax_indicator",
    "logistic_regression.is_separating",
    "logistic_regression.fit",
    "hopfield.hopfield_update",
    "hopfield.hopfield_update_positive",
    "hopfield.hopfield_run",
    "hopfield.hopfield_run_positive",
    "bernoulli_vae.latent_states",
    "bernoulli_vae.score_function_estimates",
    "score_function.score_estimates",
    "score_function.score_estimates_support",
    "reinforce.reinforce_estimates",
    "smooth_ap.average_precision",
    "smooth_ap.misranked_pairs",
    "smooth_ap.triplet_loss_gradient",
}
NUMPY_MODULES = [
    module.name for module in pkgutil.iter_modules(reference.__path__) if not module.name.endswith(("_torch", "oracle"))
]


def function(name: str) -> Any:
    module, _, attribute = name.partition(".")
    return getattr(import_module(f"reference.{module}"), attribute)


def parts(value: Any) -> list[np.ndarray]:
    return [np.asarray(part) for part in (value if isinstance(value, tuple) else (value,))]


class Shaken(np.ndarray):
    """An array whose every ufunc result is off by a relative 1e-9 or less."""

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        plain = [value.view(np.ndarray) if isinstance(value, Shaken) else value for value in inputs]
        result = np.asarray(getattr(ufunc, method)(*plain, **kwargs))
        if result.dtype.kind != "f":
            return result
        return (result * (1.0 + 1e-9 * RNG.uniform(-1.0, 1.0, result.shape))).view(Shaken)


def test_every_function_is_here() -> None:
    public = {
        f"{module}.{name}"
        for module in NUMPY_MODULES
        for name, member in inspect.getmembers(import_module(f"reference.{module}"), inspect.isfunction)
        if member.__module__ == f"reference.{module}" and not name.startswith("_")
    }
    assert public == set(CALLS)


@pytest.mark.parametrize("name", CALLS)
def test_inputs_are_left_alone(name: str) -> None:
    arguments = tuple(value.copy() if isinstance(value, np.ndarray) else value for value in CALLS[name])
    arrays = [value for value in arguments if isinstance(value, np.ndarray)]
    for array in arrays:
        array.setflags(write=False)
    for part in parts(function(name)(*arguments)):
        assert not any(np.shares_memory(part, array) for array in arrays)


@pytest.mark.parametrize("name", sorted(set(CALLS) - EXACT))
def test_a_subclass_reaches_every_result(name: str) -> None:
    plain = parts(function(name)(*CALLS[name]))
    shaken = [value.view(Shaken) if isinstance(value, np.ndarray) else value for value in CALLS[name]]
    moved = parts(function(name)(*shaken))
    for before, after in zip(plain, moved, strict=True):
        assert before.shape == after.shape
        np.testing.assert_allclose(after, before, rtol=1e-6, atol=1e-7)
    assert any((before != after).any() for before, after in zip(plain, moved, strict=True))


@pytest.mark.parametrize("name", CALLS)
def test_docstrings_say_what_goes_in_and_out_and_where_from(name: str) -> None:
    text = inspect.getdoc(function(name))
    assert text is not None
    wanted = ["Args:", "Returns:"] if name.startswith("sigmoid.") else ["Args:", "Returns:", "Source:"]
    assert [section for section in wanted if section not in text] == []


def test_numpy_references_do_not_import_torch() -> None:
    imports = "; ".join(f"import reference.{module}" for module in NUMPY_MODULES)
    code = f"import sys; {imports}; print('torch' in sys.modules, 'flint' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
