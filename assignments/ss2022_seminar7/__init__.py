"""Deep learning (SS2022), seminar 7: how it is asked, and sample submissions."""
