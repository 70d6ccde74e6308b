"""Complaints, suggestions and questions, and their answers (投诉建议)."""
