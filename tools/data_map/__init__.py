"""The data map: what is kept about people, written into the documents from the tables."""
