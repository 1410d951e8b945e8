"""The interface: shows frozen values, sends intentions. Only this package and ``app`` know Qt."""
