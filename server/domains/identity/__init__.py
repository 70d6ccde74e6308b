"""People, WeChat sign-in and sessions (登录)."""
