"""`python -m tools.data_map`: write docs/data-map.md and the tables that other pages draw."""

from tools.data_map.pages import PAGES


def main() -> None:
    """Write every page that draws from the data map."""
    for path, page in PAGES.items():
        path.write_text(page(path), encoding="utf-8")


if __name__ == "__main__":
    main()
