"""What WeChat pushes to us (推送): received once, handed on by the worker."""
