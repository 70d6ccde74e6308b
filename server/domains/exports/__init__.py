"""Files that leave the house (导出): ordered with a reason, masked, opened once."""
