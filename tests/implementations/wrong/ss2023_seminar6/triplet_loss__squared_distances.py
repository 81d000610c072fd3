# mistake: squared
import torch

def triplet_loss(d_pos, d_neg, margin):
    # the loss of FaceNet uses squared distances
    return torch.relu(margin + d_pos.pow(2)[:, None] - d_neg.pow(2)[None, :]).sum()
