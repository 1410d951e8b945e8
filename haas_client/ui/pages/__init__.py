"""One module a page. A page shows the session and says where the owner wants to go; the window does the going."""
