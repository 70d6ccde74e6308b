"""The Flask glue: one transaction per request, sign-in, repeatable writes, problem+json, paging."""
