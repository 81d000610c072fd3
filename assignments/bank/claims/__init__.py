"""What the sheets ask to prove or to compute: a topic a module, its listed derivations in the `.md` beside it."""
