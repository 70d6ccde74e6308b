"""What may happen: the kernel's words, the web glue, the adapters and the domains."""
