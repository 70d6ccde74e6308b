"""What a village prints and hangs up (打印)."""
