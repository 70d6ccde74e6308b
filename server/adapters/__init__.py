"""The outside world behind the kernel's ports."""
