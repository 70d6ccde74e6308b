"""What people agree to, purpose by purpose, and when they take it back (同意)."""
