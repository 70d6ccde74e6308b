"""Pictures behind the `Pictures` port: strangers' files are decoded in processes of their own."""

from server.adapters.pictures.adapter import PillowPictures

__all__ = ["PillowPictures"]
