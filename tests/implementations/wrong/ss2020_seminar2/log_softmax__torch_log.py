# mistake: `log(softmax(x))` with −inf
import torch

def log_softmax(x):
    probs = torch.softmax(torch.as_tensor(x), -1)
    return probs.log().numpy()
