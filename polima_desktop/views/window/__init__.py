"""The window around the pages: navigation, menus, finder, help, status bar and the first start."""
