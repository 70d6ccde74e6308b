"""Activities, shifts, sign-ups and roll calls (活动)."""
