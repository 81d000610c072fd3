"""Deep learning (fall 2020), homework 4: how it is asked, and sample submissions."""
