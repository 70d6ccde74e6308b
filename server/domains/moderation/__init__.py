"""Content checks: what people write is shown to others once it has passed (内容检查)."""
