"""What may be told through WeChat, in which words and when; pure."""
