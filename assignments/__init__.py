"""The five sheets: one folder a sheet, and the bank of topics that they are made of."""
