# style: torch softmax, float32
import torch

def posterior(log_joint):
    return torch.softmax(torch.tensor(log_joint).float(), dim=0).numpy()
