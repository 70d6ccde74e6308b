"""Work to be done after commit (发件箱)."""
