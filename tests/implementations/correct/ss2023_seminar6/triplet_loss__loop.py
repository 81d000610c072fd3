# style: loops that start from a connected zero, shape (1,)
import torch

def triplet_loss(d_pos, d_neg, margin):
    loss = (d_pos.sum() * 0 + d_neg.sum() * 0).reshape(1)
    for p in d_pos:
        for n in d_neg:
            value = margin + p - n
            if value > 0:
                loss = loss + value
    return loss
