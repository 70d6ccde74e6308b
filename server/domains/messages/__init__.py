"""What households are told (消息)."""
