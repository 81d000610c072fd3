# style: torch inside, .numpy() at the end
import torch

def softmax(x):
    return torch.nn.functional.softmax(torch.from_numpy(x), dim=-1).numpy()
