"""Who did what to which (留痕), and what the level above should look at."""
