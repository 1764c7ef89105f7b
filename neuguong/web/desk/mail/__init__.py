"""Mail that did not go out."""
