"""How this installation runs; read once, by the composition roots only."""
