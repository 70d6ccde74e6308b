"""`python -m server.cli`."""

from server.cli import cli

if __name__ == "__main__":
    cli()
