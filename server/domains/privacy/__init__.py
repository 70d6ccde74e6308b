"""A person's data as hers: to read and carry away, to correct, to have forgotten (个人信息)."""
