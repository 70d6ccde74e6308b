"""The whole way with the stand-in: stored, asked, fetched by the link, pushed, passed."""

MEDIA = "/wxa/media_check_async"
