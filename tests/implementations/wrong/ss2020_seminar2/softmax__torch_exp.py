# mistake: no max subtracted (nan/inf)
import torch

def softmax(x):
    t = torch.exp(torch.from_numpy(x))
    total = t.sum(dim=-1).unsqueeze(-1)
    return (t / total).numpy()
