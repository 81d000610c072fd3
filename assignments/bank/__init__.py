"""How a topic is asked: the inputs that its functions are tried on, and the mistakes to name."""
