"""The yearly self-assessment and its review (自评)."""
