"""What one person sees first: a household's home, an office-holder's workbench (首页、工作台)."""
