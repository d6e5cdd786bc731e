"""Starting and writing a year's file: carry over, migrate, change in place."""
